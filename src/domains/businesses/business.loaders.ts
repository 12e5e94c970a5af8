import { loaderById } from '../../platform/loader.js';
import { BusinessModel } from './business.entity.js';

export const businessById = loaderById(BusinessModel);
