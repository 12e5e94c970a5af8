export { Conversation, ConversationModel } from './conversation.entity.js';
export { conversationStream } from './conversation.events.js';
export { conversationInvariants } from './conversation.invariants.js';
export { conversationById, messageById } from './conversation.loaders.js';
export { ConversationResolver, ParticipantResolver, ReadPositionResolver } from './conversation.resolver.js';
export { type Participant, ParticipantModel } from './participant.entity.js';
export { ConversationService } from './conversation.service.js';
export { MessageChangeResolver, MessageResolver, ViewerEventConversationResolver } from './message.resolver.js';
export { MessageService } from './message.service.js';
