"""What a web framework of PyPI does with a long body, and with one without Content-Type: frameworks.py NAME, a line of JSON."""
import asyncio, importlib.metadata, io, json, logging, sys

NAME = sys.argv[1]
SIZES = [80_000, 150_000, 1_500_000, 3 << 20]
logging.disable(logging.CRITICAL)


def seen(body):
    if body is None or body == b"":
        return "nothing"
    if isinstance(body, (bytes, str)):
        return "raw text"
    return "read" if body else "`{}`"


def bottle():
    import bottle
    app = bottle.Bottle()
    app.post("/")(lambda: seen(bottle.request.json))
    return app


def flask():
    import flask
    app = flask.Flask("app")
    app.post("/")(lambda: seen(flask.request.get_json()))
    return app


def falcon():
    import falcon
    class Resource:
        def on_post(self, request, answer):
            answer.text = seen(request.get_media())
    app = falcon.App()
    app.add_route("/", Resource())
    return app


def configured(**more):
    from django.conf import settings
    settings.configure(ROOT_URLCONF="urls", ALLOWED_HOSTS=["*"], SECRET_KEY="x", **more)
    import django
    django.setup()


def urls(view):
    import types
    from django.urls import path
    module = types.ModuleType("urls")
    module.urlpatterns = [path("", view)]
    sys.modules["urls"] = module
    from django.core.wsgi import get_wsgi_application
    return get_wsgi_application()


def django():
    configured()
    from django.http import HttpResponse
    # Django reads no JSON by itself: the body is there as it came
    return urls(lambda request: HttpResponse(seen(request.body)))


def djangorestframework():
    configured(REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None})
    from rest_framework.decorators import api_view
    from rest_framework.response import Response
    @api_view(["POST"])
    def view(request):
        return Response(seen(request.data))
    return urls(view)


def wsgi(app, body, kind):
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "SCRIPT_NAME": "", "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "CONTENT_LENGTH": str(len(body)),
        "HTTP_ACCEPT": "application/json", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }
    if kind:
        environ["CONTENT_TYPE"] = kind
    status = []
    answer = b"".join(app(environ, lambda line, headers, info=None: status.append(line[:3])))
    return status[-1], answer


async def fastapi(body, kind):
    import fastapi
    app = fastapi.FastAPI()
    @app.post("/")
    async def take(body: dict = fastapi.Body()):
        return seen(body)
    headers = [(b"content-length", str(len(body)).encode())] + ([(b"content-type", kind.encode())] if kind else [])
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/",
             "raw_path": b"/", "query_string": b"", "root_path": "", "headers": headers, "server": ("localhost", 80), "client": ("localhost", 1)}
    sent = []
    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}
    async def send(message):
        sent.append(message)
    await app(scope, receive, send)
    return str(sent[0]["status"]), b"".join(message.get("body", b"") for message in sent)


async def aiohttp(body, kind):
    from aiohttp import web
    async def take(request):
        return web.Response(text=seen(await request.json()))
    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    writer.write((head + (f"Content-Type: {kind}\r\n" if kind else "") + "\r\n").encode() + body)
    answer = await reader.read()
    await runner.cleanup()
    return answer.split(b" ")[1].decode(), answer.split(b"\r\n\r\n", 1)[1]


def asked(bytes_, kind):
    body = json.dumps({"a": "x" * bytes_}).encode()
    if NAME in ("fastapi", "aiohttp"):
        status, answer = asyncio.run(globals()[NAME](body, kind))
    else:
        status, answer = wsgi(APP, body, kind)
    return answer.decode().strip('"') if status == "200" else status


APP = None if NAME in ("fastapi", "aiohttp") else globals()[NAME]()
cells = [asked(size, "application/json") for size in SIZES] + [asked(10, None)]
print(json.dumps({f"PyPI {NAME} {importlib.metadata.version(NAME)}": cells}))
