import { Binary } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { doc, isDoc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Time } from '../storage/clock.js';
import { timeOf, timestampOf } from '../storage/clock.js';
import { Timestamp } from 'bson';

/** A place in the history of the deployment. */
export interface Position {
  time: Time;
  /** A high-water mark is a place between events: before all that happened at its time. */
  isHighWaterMark: boolean;
  /** Which of the operations that were committed at that time. */
  index: number;
  /** The invalidation that followed that operation. */
  isInvalidate: boolean;
  /** Which piece of a split event. */
  fragment: number;
  uuid: Binary | null;
}

// The text is MongoDB's own layout, a KeyString in hexadecimal: a type byte before each part, and parts written so that
// comparing the texts compares the places. Tools that take tokens apart find what they look for.
const TIMESTAMP = '82';
const VERSION_2 = '2b04';
const HIGH_WATER_MARK = '29';
const EVENT = '2c0100';
const FALSE = '6e';
const TRUE = '6f';
const UUID = '5a1004';
const END = '04';

export function highWaterMark(time: Time): Doc {
  return token(`${TIMESTAMP}${hexOf(time)}${VERSION_2}${HIGH_WATER_MARK}${HIGH_WATER_MARK}${FALSE}14${END}`);
}

export function eventToken(position: Omit<Position, 'isHighWaterMark'>): Doc {
  const invalidate = position.isInvalidate ? TRUE : FALSE;
  const uuid = position.uuid ? UUID + position.uuid.toString('hex') : '14';
  const fragment = position.fragment > 0 ? numberOf(position.fragment) : '';
  return token(`${TIMESTAMP}${hexOf(position.time)}${VERSION_2}${EVENT}${numberOf(position.index)}${invalidate}${uuid}${fragment}${END}`);
}

function token(data: string): Doc {
  return doc({ _data: data.toUpperCase() });
}

function hexOf(time: Time): string {
  const timestamp = timestampOf(time);
  return hex(timestamp.getHighBitsUnsigned(), 8) + hex(timestamp.getLowBitsUnsigned(), 8);
}

/** The more bytes an integer takes, the higher its type byte. */
function numberOf(value: number): string {
  if (value === 0) return '29';
  const digits = (value * 2).toString(16);
  const bytes = Math.ceil(digits.length / 2);
  return hex(0x2a + bytes, 2) + digits.padStart(bytes * 2, '0');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** @throws MongoError when it is no token of a change stream */
export function positionOf(value: Value): Position {
  if (!isDoc(value)) throw new MongoError('TypeMismatch', 'a resume token must be an object');
  const { _data } = value;
  if (typeof _data !== 'string') throw new MongoError(40647, 'Bad resume token: _data of missing or of wrong type. Expected string');
  if (!/^([0-9a-fA-F]{2})*$/.test(_data)) throw new MongoError('FailedToParse', 'resume token string was not a valid hex string');
  const reader = new Reader(_data.toLowerCase());
  reader.expect(TIMESTAMP);
  const time = timeOf(new Timestamp({ t: parseInt(reader.take(8), 16), i: parseInt(reader.take(8), 16) }));
  reader.expect(VERSION_2);
  const isHighWaterMark = reader.number() === 0;
  const index = reader.number();
  const isInvalidate = reader.flag();
  const uuid = reader.uuid();
  const fragment = reader.isAtEnd() ? 0 : reader.number();
  return { time, isHighWaterMark, index, isInvalidate, fragment, uuid };
}

class Reader {
  private offset = 0;

  constructor(private readonly text: string) {}

  take(digits: number): string {
    const part = this.text.slice(this.offset, this.offset + digits);
    if (part.length < digits) throw this.malformed();
    this.offset += digits;
    return part;
  }

  expect(part: string): void {
    if (this.take(part.length) !== part) throw this.malformed();
  }

  number(): number {
    const bytes = parseInt(this.take(2), 16) - 0x2a;
    if (bytes === -1) return 0;
    if (bytes < 1 || bytes > 6) throw this.malformed();
    return Math.floor(parseInt(this.take(bytes * 2), 16) / 2);
  }

  flag(): boolean {
    const part = this.take(2);
    if (part !== TRUE && part !== FALSE) throw this.malformed();
    return part === TRUE;
  }

  uuid(): Binary | null {
    if (this.text.startsWith(UUID, this.offset)) {
      this.offset += UUID.length;
      return new Binary(Buffer.from(this.take(32), 'hex'), Binary.SUBTYPE_UUID);
    }
    this.expect('14');
    return null;
  }

  isAtEnd(): boolean {
    return this.text.slice(this.offset) === END;
  }

  private malformed(): MongoError {
    return new MongoError(50811, 'KeyString format error: not a resume token of this server');
  }
}
