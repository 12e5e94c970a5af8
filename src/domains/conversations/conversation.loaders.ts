import { loaderById } from '../../platform/loader.js';
import { ConversationModel } from './conversation.entity.js';
import { MessageModel } from './message.entity.js';

export const conversationById = loaderById(ConversationModel);
export const messageById = loaderById(MessageModel);
