import { createServer } from 'node:http';

import express from 'express';
import mongoose from 'mongoose';
import { Server } from 'socket.io';

import { authentication } from './authentication.js';
import { chat } from './chat.js';
import { items } from './items.js';
import { trades } from './trades.js';

// What a team would otherwise build: REST on Express with Mongoose, rooms of Socket.IO, passwords by bcryptjs. Written as
// such repositories are, neither slower nor faster on purpose; bench/README.md says what was decided in whose favour.

const app = express();
app.use(express.json());
app.use('/api/auth', authentication);
app.use('/api/items', items);
app.use('/api/trades', trades);
const server = createServer(app);
chat(new Server(server));
await mongoose.connect(process.env['MONGODB_URI']!);
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
