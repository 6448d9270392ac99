/** Opens the database and stands still in the middle of its upgrade, so that ending this worker is a crash there. */
import { database } from '../../src/store/database.ts';

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its database below
const create = IDBDatabase.prototype.createObjectStore;
IDBDatabase.prototype.createObjectStore = function (this: IDBDatabase, name, options) {
  const store = create.call(this, name, options);
  if (name === 'runPictures') {
    postMessage('in the middle');
    for (;;); // until the worker is ended from outside
  }
  return store;
};
void database();
