"""Run as the first process of the sealed room: ``python -m tests.network.inside CASE FOLDER``."""

from __future__ import annotations

import datetime
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from tests.network import room
from tests.network.cases import CASES, Stay

LINGER_S = 1.0
"""How long is listened after the last process of ours has ended."""


def certificate(path: Path) -> Path:
    """Write a self-signed certificate with its key, for names of this room."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, room.NEIGHBOUR)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(room.NEIGHBOUR)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def main(case: str, folder: Path) -> None:
    report: dict[str, Any] = {"error": "", "notes": {}}
    with room.home(folder) as environment:
        own = certificate(folder / "certificate.pem")
        room.build(folder, own)
        ears = room.Ears()
        ears.settle()
        try:
            CASES[case](Stay(folder, environment, own, ears.begin, report["notes"]))
        except Exception:  # noqa: BLE001 (whatever it was, the other side of the wall is to be told)
            report["error"] = traceback.format_exc()
        time.sleep(LINGER_S)
    told = folder / "told.txt"
    report |= {"heard": ears.heard, "frames": ears.frames, "lost": ears.lost()}
    report["told"] = told.read_text().splitlines() if told.exists() else []
    (folder / "report.json").write_text(json.dumps(report))
    os._exit(0)  # the room and all that is in it ends with its first process


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
