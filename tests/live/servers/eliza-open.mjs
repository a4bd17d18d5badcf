// @ts-check
// elizaOS without a token and without its web page.

import { elizaServer } from "./eliza/server.mjs";

export default elizaServer({ token: null, page: false });
