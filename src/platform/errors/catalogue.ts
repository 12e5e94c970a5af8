/** What a client may do with a refusal, by code. Add one only when a client would act differently. */
interface Refusal {
  /** One sentence for the client's author; also the message of the error. */
  readonly meaning: string;
  /** Whether the same request, sent again unchanged, can succeed. */
  readonly retryable: boolean;
  /** The HTTP status when the whole request is refused, rather than one of its fields. */
  readonly status?: number;
}

export const catalogue = {
  UNAUTHENTICATED: { meaning: 'You are not logged in, or your token is invalid or has expired.', retryable: false, status: 401 },
  FORBIDDEN: { meaning: 'Your roles do not admit you to this operation.', retryable: false, status: 403 },
  NOT_FOUND: { meaning: 'It does not exist, or you may not see it.', retryable: false },
  VALIDATION_FAILED: { meaning: 'Some of the input is not acceptable; `paths` lists every bad field.', retryable: false, status: 400 },
  VERSION_CONFLICT: { meaning: 'It changed since you read it; `current` is its version now.', retryable: false },
  ILLEGAL_TRANSITION: { meaning: 'The lifecycle has no such move: it is in state `from` and cannot go to `to`.', retryable: false },
  IDEMPOTENCY_KEY_REUSED: { meaning: 'This idempotency key was already used with other variables.', retryable: false },
  EMAIL_TAKEN: { meaning: 'Somebody is registered with this e-mail address already.', retryable: false },
  INVALID_CREDENTIALS: { meaning: 'No account has this combination of e-mail address and password.', retryable: false },
  TOKEN_INVALID: { meaning: 'This token was used already, was replaced by a newer one, or has expired: ask for another.', retryable: false },
  EMAIL_NOT_VERIFIED: { meaning: 'Verify your e-mail address first; `resendVerification` sends the mail again.', retryable: false },
  ACCOUNT_SUSPENDED: { meaning: 'An administrator has suspended your account.', retryable: false },
  SIGN_IN_FAILED: {
    meaning: 'The provider did not vouch for you, or the sign-in began elsewhere, took too long, or was used already: begin again.',
    retryable: false,
    status: 400,
  },
  SIGN_IN_TAKEN: { meaning: 'This sign-in belongs to another account.', retryable: false },
  EMAIL_REQUIRED: { meaning: 'The provider does not tell your e-mail address: send the same again with an address of yours.', retryable: false },
  LAST_SIGN_IN: { meaning: 'You could not sign in any more: set a password or link another sign-in first.', retryable: false },
  LAST_ADMINISTRATOR: { meaning: 'Nobody would be an administrator any more: appoint somebody else first.', retryable: false },
  NOT_OWNER: { meaning: 'Only the owner may do this.', retryable: false },
  NOT_PARTICIPANT: { meaning: 'Only those who take part may do this.', retryable: false },
  SELF_TRADE: { meaning: 'You cannot trade with yourself.', retryable: false },
  ITEM_UNAVAILABLE: { meaning: 'An item is not available; `itemIds` lists which.', retryable: false },
  ITEM_LOCKED: { meaning: 'The item is locked by a confirmed trade.', retryable: false },
  DUPLICATE_PROPOSAL: { meaning: 'You have already proposed this trade, and it is still open.', retryable: false },
  TOO_MANY_PROPOSALS: {
    meaning: 'You have proposed as many trades as may be open at once with an item, `allowed`; `itemIds` lists which.',
    retryable: false,
  },
  TERMS_NOT_ACCEPTED: { meaning: 'The owner does not accept this kind of offer for the item.', retryable: false },
  ALREADY_COMPLETED: { meaning: 'The trade was completed already.', retryable: false },
  RESYNC_REQUIRED: {
    meaning: 'The stream no longer reaches back to your cursor: take a new snapshot, then subscribe after its cursor.',
    retryable: false,
  },
  ACCESS_REVOKED: { meaning: 'You may no longer follow this stream.', retryable: false },
  QUERY_TOO_COMPLEX: {
    meaning: 'The document asks for too much; `limit` names the limit and `allowed` its value.',
    retryable: false,
    status: 400,
  },
  DOCUMENT_INVALID: { meaning: 'The document is not valid GraphQL, or does not fit the schema.', retryable: false, status: 400 },
  BAD_REQUEST: { meaning: 'The request is not a GraphQL request that this server accepts.', retryable: false, status: 400 },
  RATE_LIMITED: {
    meaning: 'Too much was asked for in too short a time: send the same again after `retryAfter` seconds.',
    retryable: true,
    status: 429,
  },
  TRY_AGAIN_LATER: {
    meaning: 'The server is too busy right now and changed nothing: send the same again, with the same idempotency key.',
    retryable: true,
    status: 503,
  },
  INTERNAL: { meaning: 'Something unexpected happened. Quote `lookupId` when you report it.', retryable: true, status: 500 },
} as const satisfies Record<string, Refusal>;

export type ErrorCode = keyof typeof catalogue;

export const errorCodes = Object.keys(catalogue) as ErrorCode[];

export const meaningOf = (code: ErrorCode): Refusal => catalogue[code];
