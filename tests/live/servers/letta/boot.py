# Runs as the server: a PostgreSQL of its own, Letta's tables in it, and Letta.
# Letta 0.16.8 needs PostgreSQL with pgvector; PyPI's pgserver brings both along. Its migrations are not in the wheel.

import os
import subprocess
import sys
import time
from pathlib import Path

data, port, database_port = os.environ["DATA"], os.environ["PORT"], os.environ["DATABASE_PORT"]
address = f"127.0.0.1:{database_port}/letta"
os.environ["LETTA_PG_URI"] = f"postgresql://letta:letta@{address}?sslmode=disable"

import pgserver  # noqa: E402

binaries = Path(pgserver.__file__).parent / "pginstall" / "bin"
# PostgreSQL refuses to run as root; in a user namespace it does not.
anybody = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.getuid() == 0 else []


def database(command, *arguments):
    return [*anybody, str(binaries / command), *arguments]


subprocess.run(database("initdb", "-D", f"{data}/db", "-U", "letta", "--auth=trust"), check=True, stdout=subprocess.DEVNULL)
running = subprocess.Popen(database("postgres", "-D", f"{data}/db", "-p", database_port, "-h", "127.0.0.1", "-k", data))

import psycopg2  # noqa: E402


def connect(name):
    for _ in range(120):
        try:
            connection = psycopg2.connect(host="127.0.0.1", port=database_port, user="letta", dbname=name)
            connection.autocommit = True
            return connection.cursor()
        except psycopg2.OperationalError:
            time.sleep(0.5)
    sys.exit("PostgreSQL does not answer")


connect("postgres").execute("create database letta")
cursor = connect("letta")
cursor.execute("create extension vector")

from sqlalchemy import create_engine  # noqa: E402
import letta.orm  # noqa: E402,F401
from letta.orm.base import Base  # noqa: E402

Base.metadata.create_all(create_engine(f"postgresql+psycopg2://letta:letta@{address}"))
cursor.execute("create sequence message_seq_id")
cursor.execute("alter table messages alter column sequence_id set default nextval('message_seq_id')")

os.execv(str(Path(sys.executable).parent / "letta"), ["letta", "server", "--host", "127.0.0.1", "--port", port, "--secure"])
