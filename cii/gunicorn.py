"""How gunicorn serves: `gunicorn -c python:cii.gunicorn`."""

import os

from django.utils.module_loading import import_string
from gunicorn.workers.base import Worker

wsgi_app = "cii.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# Without Redis the schedule lives in the one web process.
workers = int(os.environ.get("WEB_CONCURRENCY", "2")) if os.environ.get("REDIS_URL") else 1
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 10
# Nobody steers a running server.
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """After the fork and the set-up of Django: refuse a faulty start, then keep the schedule."""
    # By name: this file is read before Django knows its applications.
    import_string("cii.checks.refuse_faulty_start")()
    import_string("cii.background.start")()
