import type { Document } from 'mongoose';
import type { Server, Socket } from 'socket.io';

import { userIdOf } from './authentication.js';
import { Conversation, Message } from './models.js';

/** Such servers tell everybody who is online whenever somebody comes or goes; off, to see what that costs. */
const tellsWhoIsOnline = process.env['ONLINE_LIST'] === 'on';
/** And read what they have just written before they send it. */
const readsBack = process.env['READS_BACK'] === 'on';

type Respond = (answer: object) => void;

export function chat(io: Server): void {
  const online = new Map<string, number>();
  const tell = (): void => {
    if (tellsWhoIsOnline) io.emit('onlineUsers', [...online.keys()]);
  };

  io.use((socket, next) => {
    try {
      socket.data = { userId: userIdOf((socket.handshake.auth as { token: string }).token) };
      next();
    } catch {
      next(new Error('Not authorized'));
    }
  });

  io.on('connection', (socket: Socket) => {
    const { userId } = socket.data as { userId: string };
    online.set(userId, (online.get(userId) ?? 0) + 1);
    tell();

    socket.on('joinConversation', async (conversationId: string, respond: Respond) => {
      const conversation = await Conversation.findById(conversationId);
      if (!conversation?.participants.some((id) => id.equals(userId))) return respond({ error: 'Not a participant' });
      await socket.join(conversationId);
      respond({ joined: true });
    });

    socket.on('sendMessage', async ({ conversationId, content }: { conversationId: string; content: string }, respond: Respond) => {
      const conversation = await Conversation.findById(conversationId);
      if (!conversation?.participants.some((id) => id.equals(userId))) return respond({ error: 'Not a participant' });
      const written = await new Message({ conversation: conversationId, sender: userId, content }).save();
      const message = readsBack ? await Message.findById(written._id).populate('sender', 'name avatar') : await (written as Document).populate('sender', 'name avatar');
      conversation.lastMessage = written._id;
      await conversation.save();
      io.to(conversationId).emit('newMessage', message);
      respond({ id: written.id as string });
    });

    socket.on('disconnect', () => {
      const left = online.get(userId)! - 1;
      if (left > 0) online.set(userId, left);
      else online.delete(userId);
      tell();
    });
  });
}
