import { Router } from 'express';

import { authenticated } from './authentication.js';
import { Item, Trade } from './models.js';

export const trades = Router()
  .use(authenticated)
  .post('/', async (request, response) => {
    const userId = response.locals['userId'] as string;
    const { offeredItemId, requestedItemId } = request.body as Record<string, string>;
    const [offered, requested] = await Promise.all([Item.findById(offeredItemId), Item.findById(requestedItemId)]);
    if (!offered || !requested) return void response.status(404).json({ message: 'Item not found' });
    if (!offered.owner.equals(userId) || requested.owner.equals(userId)) return void response.status(403).json({ message: 'Not yours to offer' });
    if (offered.status !== 'available' || requested.status !== 'available') return void response.status(400).json({ message: 'Item is not available' });
    response.status(201).json(await Trade.create({ fromUser: userId, toUser: requested.owner, offeredItem: offered._id, requestedItem: requested._id }));
  })
  .patch('/:id/accept', async (request, response) => {
    const trade = await Trade.findById(request.params.id);
    if (!trade) return void response.status(404).json({ message: 'Trade not found' });
    if (!trade.toUser.equals(response.locals['userId'] as string)) return void response.status(403).json({ message: 'Not yours to accept' });
    if (trade.status !== 'pending') return void response.status(400).json({ message: 'Trade is not pending' });
    const take = (_id: unknown) => Item.findOneAndUpdate({ _id, status: 'available' }, { status: 'traded' }, { returnDocument: 'after' });
    const [offered, requested] = await Promise.all([take(trade.offeredItem), take(trade.requestedItem)]);
    if (!offered || !requested) return void response.status(409).json({ message: 'Item is no longer available' });
    trade.status = 'accepted';
    await trade.save();
    const taken = [trade.offeredItem, trade.requestedItem];
    await Trade.updateMany(
      { _id: { $ne: trade._id }, status: 'pending', $or: [{ offeredItem: { $in: taken } }, { requestedItem: { $in: taken } }] },
      { status: 'rejected' },
    );
    response.json(trade);
  })
  .patch('/:id/complete', async (request, response) => {
    const trade = await Trade.findById(request.params.id);
    if (!trade) return void response.status(404).json({ message: 'Trade not found' });
    if (trade.status !== 'accepted') return void response.status(400).json({ message: 'Trade is not accepted' });
    await Promise.all([
      Item.findByIdAndUpdate(trade.offeredItem, { owner: trade.toUser }),
      Item.findByIdAndUpdate(trade.requestedItem, { owner: trade.fromUser }),
    ]);
    trade.status = 'completed';
    await trade.save();
    response.json(trade);
  });
