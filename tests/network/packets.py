"""What a captured frame is, in words, and whether it may be there."""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterator
from dataclasses import dataclass

LOOPBACK = "lo"
ASKING = {53: "DNS", 5353: "mDNS", 5355: "LLMNR", 137: "NetBIOS", 853: "DNS over TLS"}
"""Ports to which names are asked: forbidden to every address, also our own."""
IPV4, ARP, IPV6 = 0x0800, 0x0806, 0x86DD
PROTOCOLS = {1: "ICMP", 2: "IGMP", 6: "TCP", 17: "UDP", 58: "ICMPv6"}
REPORTS = {(2, b"\x22"), (58, b"\x8f")}
"""Protocol and type of what tells the router which multicast groups are listened to."""
TYPES = {1: "A", 12: "PTR", 28: "AAAA", 65: "HTTPS", 255: "ANY"}


@dataclass(frozen=True)
class Packet:
    """A frame that was seen on an interface."""

    interface: str
    kind: str
    source: str = ""
    target: str = ""
    ports: tuple[int, ...] = ()
    about: str = ""

    def __str__(self) -> str:
        port = f" port {min(self.ports)}" if self.ports else ""  # the other one is the asker's, and never the same
        return f"{self.kind}{self.about and ' '}{self.about}, {self.source} to {self.target}{port}, on {self.interface}"


def read(interface: str, frame: bytes) -> Packet:
    """Return what a frame is; what is not understood is a kind of its own, never nothing."""
    (ethertype,) = struct.unpack("!H", frame[12:14])
    rest = frame[14:]
    if ethertype == ARP and len(rest) >= 28:
        return Packet(interface, "ARP", _address(rest[14:18]), _address(rest[24:28]))
    if ethertype == IPV4 and len(rest) >= 20:
        inner = rest[4 * (rest[0] & 15) :]
        return _carried(interface, rest[9], _address(rest[12:16]), _address(rest[16:20]), inner)
    if ethertype == IPV6 and len(rest) >= 40:
        inner, kind = rest[40:], rest[6]
        if kind == 0 and len(inner) >= 8:  # hop-by-hop options, in front of what hosts tell routers of multicast
            inner, kind = inner[8 * (inner[1] + 1) :], inner[0]
        return _carried(interface, kind, _address(rest[8:24]), _address(rest[24:40]), inner)
    return Packet(interface, f"frame of type {ethertype:#06x}")


def allowed(packet: Packet, own: frozenset[str]) -> bool:
    """Whether a packet stays among the addresses of this namespace and asks nobody for a name."""
    if packet.interface != LOOPBACK or set(packet.ports) & set(ASKING):
        return False
    return all(
        address in own or (address != "" and ipaddress.ip_address(address).is_loopback)
        for address in (packet.source, packet.target)
    )


def _carried(interface: str, protocol: int, source: str, target: str, inner: bytes) -> Packet:
    kind = PROTOCOLS.get(protocol, f"protocol {protocol}")
    if (protocol, inner[:1]) in REPORTS:
        groups = {f"listens to {group}" for group in _groups(inner, len(ipaddress.ip_address(source).packed))}
        return Packet(interface, kind, source, target, (), " ".join(sorted(groups)))
    if protocol not in (6, 17) or len(inner) < 8:
        return Packet(interface, kind, source, target)
    ports = struct.unpack("!HH", inner[:4])
    if protocol == 17 and ports[1] in ASKING:
        return Packet(interface, ASKING[ports[1]], source, target, ports, f"asks for {question(inner[8:])}")
    return Packet(interface, kind, source, target, ports)


def question(message: bytes) -> str:
    """Return the first name, and the type, that a DNS message asks for.

    Examples
    --------
    >>> question(bytes(4) + b"\\0\\1" + bytes(6) + b"\\7example\\3org\\0" + b"\\0\\1\\0\\1")
    'example.org (A)'
    """
    labels: list[str] = []
    at = 12
    while at < len(message) and (length := message[at]) and length < 64:
        labels.append(message[at + 1 : at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    kind = int.from_bytes(message[at + 1 : at + 3], "big") & 0x7FFF
    return f"{'.'.join(labels)} ({TYPES.get(kind, kind)})"


def _groups(report: bytes, size: int) -> Iterator[str]:
    """Yield the groups that a multicast listener's report names (IGMPv3, RFC 3376; MLDv2, RFC 3810: the same form)."""
    at = 8
    for _ in range(int.from_bytes(report[6:8], "big")):
        words, sources = report[at + 1], int.from_bytes(report[at + 2 : at + 4], "big")
        yield _address(report[at + 4 : at + 4 + size])
        at += 4 + size * (1 + sources) + 4 * words


def _address(raw: bytes) -> str:
    return str(ipaddress.ip_address(raw))
