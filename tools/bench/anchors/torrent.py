"""Seeds a file, or fetches it, with libtorrent; on loopback, found by nobody.

torrent.py seed TORRENT FOLDER PORT       makes TORRENT of the one file in FOLDER, prints a line, seeds
torrent.py fetch TORRENT FOLDER PORT      fetches from 127.0.0.1:PORT, prints the seconds it took
"""

import os
import sys
import time

import libtorrent as lt

LIMIT_S = 120


def session(interfaces):
    return lt.session(
        {
            "listen_interfaces": interfaces,
            "enable_dht": False,
            "enable_lsd": False,
            "enable_upnp": False,
            "enable_natpmp": False,
            "announce_to_all_trackers": False,
            "allow_multiple_connections_per_ip": True,
            # Whoever comes is given to at once, not at the next turn of its choking.
            "unchoke_slots_limit": -1,
            "unchoke_interval": 1,
            "enable_outgoing_utp": False,
            "enable_incoming_utp": False,
            "alert_mask": 0,
        }
    )


def wait(handle, done):
    end = time.monotonic() + LIMIT_S
    while not done(handle.status()):
        if time.monotonic() > end:
            sys.exit(1)
        time.sleep(0.005)


def seed(torrent, folder, port):
    storage = lt.file_storage()
    (name,) = os.listdir(folder)
    lt.add_files(storage, os.path.join(folder, name))
    made = lt.create_torrent(storage)
    lt.set_piece_hashes(made, folder)
    with open(torrent, "wb") as file:
        file.write(lt.bencode(made.generate()))
    seeding = session("127.0.0.1:%d" % port)
    params = {"ti": lt.torrent_info(torrent), "save_path": folder}
    handle = seeding.add_torrent({**params, "flags": lt.torrent_flags.seed_mode})
    wait(handle, lambda status: status.is_seeding)
    print("seeding", flush=True)
    # Whoever started it ends its input, at the latest by dying.
    sys.stdin.read()


def fetch(torrent, folder, port):
    fetching = session("127.0.0.1:0")
    start = time.monotonic()
    handle = fetching.add_torrent({"ti": lt.torrent_info(torrent), "save_path": folder})
    handle.connect_peer(("127.0.0.1", port))
    wait(handle, lambda status: status.is_seeding)
    print(time.monotonic() - start, flush=True)


if __name__ == "__main__":
    {"seed": seed, "fetch": fetch}[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]))
