import type { BSONRegExp } from 'bson';
import type { Scope } from '../../aggregation/expression.js';
import type { StringOrder } from '../../bson/compare.js';
import type { Doc, Value } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { comparison } from './comparison.js';
import { DOCUMENT_OPERATORS, PATH_OPERATORS, READS_WHOLE_SECTION } from './index.js';
import { and } from './build.js';
import type { Surroundings } from './operator.js';
import { patternOf, regex } from './regex.js';
import { isReferenceField, isSection } from './section.js';
import type { MatchNode } from './tree.js';

/** @throws MongoError with MongoDB's code when the filter is malformed */
export function parseFilter(filter: Doc, strings: StringOrder | undefined, scope: Scope): MatchNode {
  return new Parser(strings, scope).filter(filter, true);
}

class Parser {
  constructor(private readonly strings: StringOrder | undefined, private readonly scope: Scope) {}

  filter(filter: Doc, isTop: boolean): MatchNode {
    return and(Object.keys(filter).map((name) => (isOperator(name) ? this.operator(name, filter[name], isTop) : this.field(name, filter[name], isTop))));
  }

  private operator(name: string, operand: Value, isTop: boolean): MatchNode {
    const operator = Object.hasOwn(DOCUMENT_OPERATORS, name) ? DOCUMENT_OPERATORS[name] : undefined;
    if (operator !== undefined) return operator(operand, this.surroundings(isTop));
    const advice = name === '$not'
      ? 'If you are trying to negate an entire expression, use $nor.'
      : "If you have a field name that starts with a '$' symbol, consider using $getField or $setField.";
    throw new MongoError('BadValue', `unknown top level operator: ${name}. ${advice}`);
  }

  private field(path: string, condition: Value, isTop: boolean): MatchNode {
    if (isSection(condition)) return this.section(condition, path, isTop);
    if (typeOf(condition) === 'regex') return regex(patternOf(condition as BSONRegExp), path);
    return comparison('$eq', condition, { path, strings: this.strings });
  }

  section(section: Doc, path: string, isTop: boolean): MatchNode {
    const place = { ...this.surroundings(isTop), path, section };
    const nodes: MatchNode[] = [];
    for (const name of Object.keys(section)) {
      const operator = Object.hasOwn(PATH_OPERATORS, name) ? PATH_OPERATORS[name] : undefined;
      if (operator === undefined) throw unknown(name);
      nodes.push(operator(section[name], place));
      if (READS_WHOLE_SECTION.has(name)) break;
    }
    return and(nodes);
  }

  private surroundings(isTop: boolean): Surroundings {
    return {
      strings: this.strings,
      scope: this.scope,
      isTop,
      parseFilter: (filter, inner) => this.filter(filter, inner),
      parseSection: (section, path, inner) => this.section(section, path, inner),
    };
  }
}

function isOperator(name: string): boolean {
  return name.startsWith('$') && !isReferenceField(name);
}

function unknown(name: string): MongoError {
  return new MongoError('BadValue', name === '$where' ? '$where cannot be applied to a field' : `unknown operator: ${name}`);
}
