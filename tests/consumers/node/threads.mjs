import { Worker } from "node:worker_threads";

const workerData = JSON.parse(process.argv[2]);
const worker = new Worker(new URL("./thread.mjs", import.meta.url), { workerData });
worker.once("message", (result) => console.log(JSON.stringify(result)));
