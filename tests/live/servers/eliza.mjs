// @ts-check
// elizaOS with a token and its web page.

import { elizaServer } from "./eliza/server.mjs";

export default elizaServer({ token: "live-eliza-token", page: true });
