import { Router } from 'express';

import { authenticated } from './authentication.js';
import { Item } from './models.js';

export const items = Router()
  .get('/', async (request, response) => {
    const page = Number(request.query['page'] ?? 1);
    const limit = Number(request.query['limit'] ?? 10);
    const filter = { status: 'available' } as const;
    const [found, total] = await Promise.all([
      Item.find(filter)
        .sort({ _id: -1 })
        .skip((page - 1) * limit)
        .limit(limit)
        .populate('owner', 'name avatar'),
      Item.countDocuments(filter),
    ]);
    response.json({ items: found, total, page, pages: Math.ceil(total / limit) });
  })
  .post('/', authenticated, async (request, response) => {
    const { title, description, category, condition } = request.body as Record<string, string>;
    if (!title || !category || !condition) return void response.status(400).json({ message: 'Missing fields' });
    const item = await Item.create({ title, description, category, condition, owner: response.locals['userId'] as string });
    response.status(201).json(item);
  });
