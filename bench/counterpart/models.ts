import mongoose, { Schema, Types } from 'mongoose';

// As such repositories have them: references and timestamps, and no index but the one that `unique` brings.

const timestamps = { timestamps: true };
const person = { type: Types.ObjectId, ref: 'User', required: true };
const thing = { type: Types.ObjectId, ref: 'Item', required: true };

export const User = mongoose.model(
  'User',
  new Schema({ name: { type: String, required: true }, email: { type: String, required: true, unique: true }, password: { type: String, required: true }, avatar: String }, timestamps),
);

export const Item = mongoose.model(
  'Item',
  new Schema(
    {
      title: { type: String, required: true },
      description: String,
      category: { type: String, required: true },
      condition: { type: String, required: true },
      images: [String],
      status: { type: String, enum: ['available', 'traded'], default: 'available' },
      owner: person,
    },
    timestamps,
  ),
);

export const Trade = mongoose.model(
  'Trade',
  new Schema(
    {
      fromUser: person,
      toUser: person,
      offeredItem: thing,
      requestedItem: thing,
      status: { type: String, enum: ['pending', 'accepted', 'rejected', 'completed'], default: 'pending' },
    },
    timestamps,
  ),
);

export const Conversation = mongoose.model(
  'Conversation',
  new Schema({ participants: [person], lastMessage: { type: Types.ObjectId, ref: 'Message' }, unread: { type: Map, of: Number, default: {} } }, timestamps),
);

export const Message = mongoose.model(
  'Message',
  new Schema({ conversation: { type: Types.ObjectId, ref: 'Conversation', required: true, index: true }, sender: person, content: { type: String, required: true } }, timestamps),
);
