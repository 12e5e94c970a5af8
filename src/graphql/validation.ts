import { buildMessage, validate, ValidateBy, type ValidationError } from 'class-validator';
import { getNamedType } from 'graphql';
import type { ResolverData, ValidatorFn } from 'type-graphql';

import { isEmailAddress } from '../platform/email-address.js';
import { refusal } from '../platform/errors/index.js';
import { saysSomething } from '../platform/plain-text.js';

type ArgumentType = Parameters<ValidatorFn>[1];

/** As class-validator's ArrayUnique, which compares each with each: a body full of ids held everybody up for seconds. */
export const AllDifferent = (): PropertyDecorator =>
  ValidateBy({
    name: 'allDifferent',
    validator: {
      validate: (list) => Array.isArray(list) && new Set(list).size === list.length,
      defaultMessage: buildMessage((prefix) => `${prefix}all $property must be different`),
    },
  });

/** There is something to see in it. */
export const NotBlank = (): PropertyDecorator =>
  ValidateBy({
    name: 'notBlank',
    validator: {
      validate: (text) => typeof text === 'string' && saysSomething(text),
      defaultMessage: buildMessage((prefix) => `${prefix}$property must not be blank`),
    },
  });

/** As it will be kept and mailed; see `emailAddressOf`. */
export const IsEmailAddress = (): PropertyDecorator =>
  ValidateBy({
    name: 'isEmailAddress',
    validator: {
      validate: (text) => typeof text === 'string' && isEmailAddress(text),
      defaultMessage: buildMessage((prefix) => `${prefix}$property must be an email`),
    },
  });

/** Checks one argument against its class; the refusal names every bad path at once, and echoes no value. */
export async function validateArgument(value: unknown, type: ArgumentType, { info, args }: ResolverData): Promise<void> {
  if (value === null || typeof value !== 'object' || value instanceof Date) return;
  const prefix = nameOfArgument(type, info, args);
  const reasons: Record<string, string[]> = {};
  for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
    if (item === null || typeof item !== 'object') continue;
    const path = Array.isArray(value) ? [...prefix, String(index)] : prefix;
    if (collectBrokenTexts(item, path, reasons)) continue;
    const errors = await validate(item, {
      forbidUnknownValues: false,
      skipMissingProperties: true,
      validationError: { target: false, value: false },
    });
    collect(errors, path, reasons);
  }
  const paths = Object.keys(reasons);
  if (paths.length > 0) throw refusal('VALIDATION_FAILED', { paths, reasons });
}

/** Half a surrogate pair: UTF-8 cannot hold it, so another text would be stored than was answered, and validators throw at it. */
const brokenText = /\p{Surrogate}/u;

function collectBrokenTexts(value: unknown, path: readonly string[], reasons: Record<string, string[]>): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).filter(([name, inner]) => collectBrokenTexts(inner, [...path, name], reasons)).length > 0;
  }
  if (typeof value !== 'string' || !brokenText.test(value)) return false;
  reasons[path.join('.')] = ['must be well-formed Unicode'];
  return true;
}

function collect(errors: readonly ValidationError[], prefix: readonly string[], reasons: Record<string, string[]>): void {
  for (const { property, constraints, children } of errors) {
    const path = [...prefix, property];
    if (constraints) reasons[path.join('.')] = Object.values(constraints);
    collect(children ?? [], path, reasons);
  }
}

/** `input` for `@Arg('input')`, nothing for an `@Args()` class, whose properties are the arguments. */
function nameOfArgument(type: ArgumentType, info: ResolverData['info'], args: Record<string, unknown>): string[] {
  const ofField = info.parentType.getFields()[info.fieldName]?.args ?? [];
  const found = ofField.find((arg) => args[arg.name] != null && getNamedType(arg.type).name === (type as { name?: string }).name);
  return found ? [found.name] : [];
}
