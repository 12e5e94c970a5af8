import { MongoClient } from 'mongodb';

// Opens a transaction, says so, and waits to be killed.
const client = await MongoClient.connect(process.argv[2]);
const session = client.startSession();
session.startTransaction();
await client.db('bank').collection('accounts').updateOne({ _id: 'ana' }, { $set: { balance: 0 } }, { session });
console.log('open');
setInterval(() => {}, 1000);
