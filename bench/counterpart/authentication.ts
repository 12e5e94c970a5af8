import bcrypt from 'bcryptjs';
import { type RequestHandler, Router } from 'express';
import jwt from 'jsonwebtoken';

import { User } from './models.js';

/** A string, as everywhere in the documentation of jsonwebtoken. */
const secret = process.env['JWT_SECRET']!;

export const tokenOf = (id: string): string => jwt.sign({ id }, secret, { expiresIn: '1d' });

/** Whose token it is; throws when it is nobody's. */
export const userIdOf = (token: string): string => (jwt.verify(token, secret) as { id: string }).id;

/** Puts the caller's id into `response.locals`. */
export const authenticated: RequestHandler = (request, response, next) => {
  try {
    response.locals['userId'] = userIdOf(request.headers.authorization?.replace('Bearer ', '') ?? '');
  } catch {
    return void response.status(401).json({ message: 'Not authorized' });
  }
  next();
};

export const authentication = Router().post('/login', async (request, response) => {
  const { email, password } = request.body as { email: string; password: string };
  const user = await User.findOne({ email });
  if (!user || !(await bcrypt.compare(password, user.password))) return void response.status(401).json({ message: 'Invalid credentials' });
  response.json({ token: tokenOf(user.id as string), user: { id: user.id as string, name: user.name, email: user.email } });
});
