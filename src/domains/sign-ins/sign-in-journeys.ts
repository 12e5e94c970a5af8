import { createHash, randomBytes } from 'node:crypto';

import type { Errand, Identity, OpenIdProvider } from '../../integrations/openid-connect.js';
import { now } from '../../platform/clock.js';
import { create } from '../../platform/entity/index.js';
import { DomainError, invalid, refusal } from '../../platform/errors/index.js';
import type { Logger } from '../../platform/logger.js';
import type { Sealed } from '../../platform/sealed.js';
import { isDuplicate } from '../../platform/transaction.js';
import { returnAddress } from './return-address.js';
import { SignInCodeModel } from './sign-in-code.entity.js';

/** What the browser keeps for us while it is away. */
export interface Journey extends Errand {
  readonly provider: string;
  readonly returnTo: string;
  readonly codeChallenge: string;
  readonly endsAt: number;
}

export interface Wish {
  /** Where to go in the end. */
  readonly returnTo: string;
  /** The SHA-256 of what only the page that asks knows, as in RFC 7636. */
  readonly codeChallenge: string;
  /** Where the provider shall send the browser back to: an address of ours. */
  readonly callbackUrl: URL;
}

export interface Departure {
  readonly url: URL;
  readonly state: string;
  readonly sealed: string;
}

const minutes = 60_000;
export const journeyLasts = 10 * minutes;
const codeLasts = 10 * minutes;
const challengeForm = /^[\w-]{43}$/;

/** To the provider and back. Nothing is known of it here meanwhile, and what it brings home is one code that is good once. */
export class SignInJourneys {
  constructor(
    private readonly providers: ReadonlyMap<string, OpenIdProvider>,
    private readonly sealed: Sealed<Journey>,
    private readonly otherOrigins: readonly string[],
    private readonly log: Logger,
  ) {}

  async begin(providerName: string, { returnTo, codeChallenge, callbackUrl }: Wish): Promise<Departure> {
    const provider = this.get(providerName);
    const address = returnAddress(returnTo, callbackUrl.origin, this.otherOrigins);
    if (!challengeForm.test(codeChallenge)) throw invalid('codeChallenge', 'must be a SHA-256 as base64url: 43 characters');
    const { url, errand } = await provider.leave(callbackUrl.href).catch((error: unknown) => {
      this.log.warn({ err: error, provider: providerName }, 'The sign-in provider does not answer as it should.');
      throw refusal('TRY_AGAIN_LATER');
    });
    const journey = { ...errand, provider: providerName, returnTo: address.href, codeChallenge, endsAt: now().getTime() + journeyLasts };
    return { url, state: errand.state, sealed: this.sealed.seal(journey) };
  }

  /** Where to send the browser: back to the page, with a code or with what went wrong. */
  async finish(providerName: string, callbackUrl: URL, sealed: string): Promise<URL> {
    const provider = this.get(providerName);
    const journey = this.sealed.open(sealed);
    if (!journey || journey.provider !== providerName || journey.endsAt < now().getTime()) throw refusal('SIGN_IN_FAILED');
    const back = new URL(journey.returnTo);
    try {
      back.searchParams.set('code', await this.arrive(provider, callbackUrl, journey));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      back.searchParams.set('error', error.code);
    }
    return back;
  }

  /** What nobody has redeemed, and states that nobody can come back with any more. */
  async forgetBefore(moment: Date): Promise<void> {
    await SignInCodeModel.deleteMany({ expiresAt: { $lt: moment } });
  }

  private async arrive(provider: OpenIdProvider, callbackUrl: URL, journey: Journey): Promise<string> {
    const identity = await this.identify(provider, callbackUrl, journey);
    const code = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now().getTime() + codeLasts);
    const { codeChallenge } = journey;
    const arrival = { _id: hashOf(journey.state), codeHash: hashOf(code), codeChallenge, provider: provider.name, ...identity, expiresAt, redeemedAt: null };
    try {
      await create(SignInCodeModel, arrival);
    } catch (error) {
      throw isDuplicate(error) ? refusal('SIGN_IN_FAILED') : error;
    }
    return code;
  }

  private async identify(provider: OpenIdProvider, callbackUrl: URL, errand: Errand): Promise<Identity> {
    try {
      return await provider.identify(callbackUrl, errand);
    } catch (error) {
      this.log.info({ err: error, provider: provider.name }, 'Somebody came back from the sign-in provider with nothing to show.');
      throw refusal('SIGN_IN_FAILED');
    }
  }

  private get(name: string): OpenIdProvider {
    const provider = this.providers.get(name);
    if (!provider) throw refusal('NOT_FOUND');
    return provider;
  }
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
