import { loaderById } from '../../platform/loader.js';
import { UserModel } from './user.entity.js';

export const userById = loaderById(UserModel);
