import { describe, expect, test } from 'vitest';

import { Role, type Viewer } from '../platform/viewer.js';
import { admit, ANYONE, isAdmitted } from './authorization.js';

const person = (...roles: Role[]): Viewer => ({ id: 'ana', roles, expiresAt: new Date() });
const refusedWith = (code: string) => expect.objectContaining({ code }) as unknown as Error;

describe('the door', () => {
  test('that is open to anyone admits whoever comes', () => {
    expect(() => admit([ANYONE], null)).not.toThrow();
    expect(() => admit([ANYONE], person())).not.toThrow();
  });

  test('for people admits whoever is logged in', () => {
    expect(() => admit([], person())).not.toThrow();
    expect(() => admit([], null)).toThrow(refusedWith('UNAUTHENTICATED'));
  });

  test('for some roles admits who has one of them', () => {
    const staff = [Role.AGENT, Role.ADMIN];
    expect(() => admit(staff, person(Role.CUSTOMER, Role.ADMIN))).not.toThrow();
    expect(() => admit(staff, person(Role.CUSTOMER))).toThrow(refusedWith('FORBIDDEN'));
    expect(() => admit(staff, null)).toThrow(refusedWith('UNAUTHENTICATED'));
  });

  test.each([[[]], [[ANYONE]], [[Role.ADMIN]], [[Role.ADMIN, Role.CUSTOMER]]] as const)(
    'says beforehand whom it would admit: %j',
    (guests) => {
      for (const viewer of [person(Role.CUSTOMER), person(Role.ADMIN), person()]) {
        const admitted = () => admit(guests, viewer);
        if (isAdmitted(guests, viewer)) expect(admitted).not.toThrow();
        else expect(admitted).toThrow(refusedWith('FORBIDDEN'));
      }
    },
  );
});
