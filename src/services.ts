import { AuditResolver, AuditService } from './domains/audit/index.js';
import { BusinessResolver, BusinessService, MyBusinessResolver } from './domains/businesses/index.js';
import {
  ConversationResolver,
  ConversationService,
  MessageChangeResolver,
  MessageResolver,
  MessageService,
  ParticipantResolver,
  ReadPositionResolver,
  ViewerEventConversationResolver,
} from './domains/conversations/index.js';
import { ItemResolver, ItemService, ItemsInTrade, OwnershipResolver, ViewerEventItemResolver } from './domains/items/index.js';
import {
  accountMail,
  AccountResolver,
  AuditEntryActorResolver,
  CredentialService,
  DeviceTokens,
  EmailedTokens,
  EmailService,
  linksTo,
  Lockout,
  PasswordResetService,
  PeopleResolver,
  PeopleService,
  RefreshTokens,
  Revocations,
  RightsResolver,
  RightsService,
  SessionResolver,
  SessionService,
  Tokens,
  ViewerEventResolver,
} from './domains/people/index.js';
import { ReactionsResolver, ReactionsService, SystemInvariantsResolver, SystemInvariantsService, SystemResolver, SystemService } from './domains/system/index.js';
import { type Journey, MySignInsResolver, SignInJourneys, signInMail, SignInResolver, SignInService } from './domains/sign-ins/index.js';
import {
  ConversationTradeResolver,
  TradeChangeResolver,
  TradeResolver,
  TradeService,
  TradeSideResolver,
  ViewerEventTradeResolver,
} from './domains/trades/index.js';
import type { Environment } from './environment.js';
import { invariants } from './invariants.js';
import { DevInbox, DevInboxResolver, smtpMailer } from './integrations/mail/index.js';
import { OpenIdProvider } from './integrations/openid-connect.js';
import { Events, StreamReader } from './platform/events/index.js';
import type { Logger } from './platform/logger.js';
import { type CounterStore, countersInMongo } from './platform/rate-limits/index.js';
import { Reactions } from './platform/reactions/index.js';
import { Sealed } from './platform/sealed.js';

export type Services = ReturnType<typeof createServices>;

type Settings = Pick<
  Environment,
  | 'jwtSecret'
  | 'mongodbUri'
  | 'tokenLifetimeSeconds'
  | 'sessions'
  | 'lockout'
  | 'reactions'
  | 'eventRetentionHours'
  | 'oidcProviders'
  | 'corsOrigins'
  | 'emailVerification'
  | 'appUrl'
  | 'smtp'
  | 'devInbox'
>;

/** Every service, built once, in order of dependency. Building does nothing: no connection is opened, no timer started. */
export function createServices(environment: Settings, log: Logger, counters: CounterStore = countersInMongo) {
  const reactions = new Reactions(environment.reactions, log);
  const events = new Events(reactions);
  const revocations = new Revocations(environment.tokenLifetimeSeconds, log);
  const streams = new StreamReader(log, revocations);

  const tokens = new Tokens(environment.jwtSecret, environment.tokenLifetimeSeconds);
  const refreshTokens = new RefreshTokens(environment.jwtSecret);
  const sessions = new SessionService(events, refreshTokens, revocations, environment.sessions);
  const deviceTokens = new DeviceTokens(environment.jwtSecret);
  const lockout = new Lockout(environment.lockout, counters, environment.jwtSecret, log);
  const emailedTokens = new EmailedTokens(environment.jwtSecret);
  const credentials = new CredentialService(lockout);
  const emails = new EmailService(events, emailedTokens, credentials, environment.emailVerification);
  const people = new PeopleService(events, sessions, lockout, credentials, deviceTokens, emails, emailedTokens);
  const audit = new AuditService();
  const rights = new RightsService(sessions, audit);
  const businesses = new BusinessService(people, sessions);

  const signInProviders = new Map(environment.oidcProviders.map((settings) => [settings.name, new OpenIdProvider(settings)]));
  const sealedJourneys = new Sealed<Journey>(environment.jwtSecret, 'sign-in journeys');
  const signInJourneys = new SignInJourneys(signInProviders, sealedJourneys, environment.corsOrigins, log);
  const signIns = new SignInService(events, people, sessions, credentials, signInProviders);
  const passwordResets = new PasswordResetService(events, emailedTokens, sessions, emails, lockout, signIns);

  const items = new ItemService(events);
  const itemsInTrade = new ItemsInTrade(events);
  const conversations = new ConversationService(events);
  const messages = new MessageService(events, conversations);
  const trades = new TradeService(events, items, itemsInTrade, conversations);

  const devInbox = environment.devInbox ? new DevInbox() : null;
  const mailer = environment.smtp ? smtpMailer(environment.smtp) : devInbox;
  if (mailer) {
    reactions.add(accountMail(mailer, emailedTokens, linksTo(environment.appUrl)));
    reactions.add(signInMail(mailer, signInProviders));
  }

  const system = new SystemService(streams, environment.mongodbUri === null, log);

  const systemInvariants = new SystemInvariantsService(invariants, environment.eventRetentionHours);

  const resolvers: readonly object[] = [
    new PeopleResolver(people, tokens, refreshTokens, deviceTokens),
    new RightsResolver(rights),
    new AuditResolver(audit),
    new AuditEntryActorResolver(),
    new SessionResolver(sessions),
    new BusinessResolver(businesses),
    new MyBusinessResolver(),
    new SignInResolver(signIns),
    new MySignInsResolver(signIns),
    new AccountResolver(emails, passwordResets),
    new ViewerEventResolver(events),
    new ItemResolver(items),
    new OwnershipResolver(),
    new ViewerEventItemResolver(),
    new ConversationResolver(conversations, events),
    new ParticipantResolver(),
    new ReadPositionResolver(),
    new MessageResolver(messages, conversations),
    new MessageChangeResolver(),
    new ViewerEventConversationResolver(),
    new TradeResolver(trades, events),
    new TradeSideResolver(),
    new TradeChangeResolver(),
    new ConversationTradeResolver(),
    new ViewerEventTradeResolver(),
    new SystemResolver(system),
    new ReactionsResolver(new ReactionsService(reactions, audit)),
    new SystemInvariantsResolver(systemInvariants),
    ...(devInbox ? [new DevInboxResolver(devInbox)] : []),
  ];

  return { events, reactions, streams, tokens, refreshTokens, deviceTokens, revocations, sessions, emailedTokens, emails, people, signInJourneys, devInbox, items, conversations, messages, trades, system, resolvers };
}
