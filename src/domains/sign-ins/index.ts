export { MySignInsResolver, SignInResolver } from './sign-in.resolver.js';
export { type Journey, SignInJourneys } from './sign-in-journeys.js';
export { SignInLinked, SignInUnlinked } from './sign-in.events.js';
export { signInMail } from './sign-in.reactions.js';
export { SignInService } from './sign-in.service.js';
