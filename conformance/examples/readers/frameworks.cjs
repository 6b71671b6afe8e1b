// What web frameworks of npm do with a long body, and with one without Content-Type: a line of JSON.
const http = require("node:http");
const versions = JSON.parse(process.env.VERSIONS);

const seen = (body) => {
  if (body === undefined || body === null) return "nothing";
  if (typeof body === "string" || Buffer.isBuffer(body)) return "raw text";
  return Object.keys(body).length > 0 ? "read" : "`{}`";
};

const frameworks = {
  express: async () => {
    const express = require("express");
    const app = express();
    app.use(express.json());
    app.post("/", (request, answer) => answer.send(seen(request.body)));
    app.use((why, request, answer, next) => answer.status(why.status ?? 500).end());
    return app.listen(0, "127.0.0.1");
  },
  "koa-bodyparser": async () => {
    const app = new (require("koa"))();
    app.silent = true;
    app.use(require("koa-bodyparser")());
    app.use((context) => { context.body = seen(context.request.body); });
    return app.listen(0, "127.0.0.1");
  },
  fastify: async () => {
    const app = require("fastify")();
    app.post("/", async (request) => seen(request.body));
    await app.listen({ port: 0, host: "127.0.0.1" });
    return app.server;
  },
  "@hapi/hapi": async () => {
    const server = require("@hapi/hapi").server({ port: 0, host: "127.0.0.1" });
    server.route({ method: "POST", path: "/", handler: (request) => seen(request.payload) });
    await server.start();
    return server.listener;
  },
  micro: async () => {
    const { serve, json } = require("micro");
    return http.createServer(serve(async (request) => seen(await json(request)))).listen(0, "127.0.0.1");
  },
};

const ask = (port, bytes, type) => new Promise((done) => {
  const body = JSON.stringify({ a: "x".repeat(bytes) });
  const headers = { "Content-Length": Buffer.byteLength(body), Connection: "close", ...(type && { "Content-Type": type }) };
  const request = http.request({ port, host: "127.0.0.1", method: "POST", path: "/", headers }, (answer) => {
    let text = "";
    answer.on("data", (part) => (text += part));
    answer.on("end", () => done(answer.statusCode === 200 ? text : String(answer.statusCode)));
  });
  // one that is refused may be cut off while it is sent
  request.on("error", () => done("cut off"));
  request.end(body);
});

(async () => {
  console.error = () => {};
  const found = {};
  for (const [name, start] of Object.entries(frameworks)) {
    const server = await start();
    if (!server.listening) await new Promise((done) => server.once("listening", done));
    const port = server.address().port;
    const cells = [];
    for (const bytes of [80_000, 150_000, 1_500_000, 3 << 20]) cells.push(await ask(port, bytes, "application/json"));
    cells.push(await ask(port, 10));
    found[`npm ${name} ${versions[name]}`] = cells;
  }
  process.stdout.write(JSON.stringify(found) + "\n", () => process.exit(0));
})();
