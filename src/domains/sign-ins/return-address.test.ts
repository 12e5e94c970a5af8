import { expect, test } from 'vitest';

import { DomainError } from '../../platform/errors/index.js';
import { returnAddress } from './return-address.js';

const own = 'https://api.example.test';
const others = ['https://app.example.test', 'capacitor://localhost'];

test.each([
  ['/', 'https://api.example.test/'],
  ['/explorer?x=1#y', 'https://api.example.test/explorer?x=1#y'],
  ['https://app.example.test', 'https://app.example.test/'],
  ['HTTPS://APP.example.test:443/in', 'https://app.example.test/in'],
  ['capacitor://localhost/in', 'capacitor://localhost/in'],
])('%s is an address to return to', (text, address) => expect(returnAddress(text, own, others).href).toBe(address));

test.each([
  'https://evil.example.test',
  '//evil.example.test',
  '/\\evil.example.test',
  '\\\\evil.example.test',
  'https:\\\\evil.example.test',
  '\t//evil.example.test',
  'http://app.example.test',
  'https://app.example.test:8443',
  'https://app.example.test.evil.example.test',
  'https://app.example.test@evil.example.test',
  'https://eve:secret@app.example.test',
  'https://evil.example.test#https://app.example.test',
  'javascript:alert(1)//app.example.test',
  'data:text/html,x',
  'capacitor://evil',
  'https://',
  `/${'x'.repeat(2_000)}`,
])('%j is not', (text) => {
  const address = () => returnAddress(text, own, others);
  expect(address).toThrow(DomainError);
  expect(address).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED', details: expect.objectContaining({ paths: ['returnTo'] }) as unknown }) as Error);
});
