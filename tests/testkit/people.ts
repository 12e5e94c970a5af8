import { randomUUID } from 'node:crypto';

import { graphql } from '../generated/index.js';
import { Caller } from './caller.js';
import { peopleVerbs } from './people.verbs.js';

export const password = 'correct horse battery staple';

const Register = graphql(`
  mutation Register($input: RegisterInput!, $idempotencyKey: String) {
    register(input: $input, idempotencyKey: $idempotencyKey) {
      token
      expiresAt
      user {
        id
        name
        version
      }
    }
  }
`);

/** Everything a person can do in a story. A domain adds its verbs here, in a line. */
const verbsOf = (caller: Caller) => ({ ...peopleVerbs(caller) });

export type Person = Caller & ReturnType<typeof verbsOf> & { readonly id: string; readonly name: string; readonly email: string };

export const anonymous = (): Caller & ReturnType<typeof verbsOf> => withVerbs(new Caller());

const withVerbs = <C extends Caller>(caller: C): C & ReturnType<typeof verbsOf> => Object.assign(caller, verbsOf(caller));

/** `const { ana, ben } = await people('ana', 'ben')`: people who have just registered. */
export async function people<Name extends string>(...names: Name[]): Promise<Record<Name, Person>> {
  const registered = await Promise.all(names.map((name) => newcomer(name)));
  return Object.fromEntries(names.map((name, index) => [name, registered[index]])) as Record<Name, Person>;
}

async function newcomer(name: string): Promise<Person> {
  const email = `${name}-${randomUUID()}@example.test`;
  const { register } = await new Caller().asks(Register, { input: { email, password, name } });
  const { token, user } = register!;
  return withVerbs(Object.assign(new Caller(token), { id: user.id, name, email }));
}
