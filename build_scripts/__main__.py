"""`python3 -m build_scripts run|test|train|lock`: the commands of the README."""

from __future__ import annotations

import argparse
import sys

from build_scripts import checks, environment, lock, pictures, train
from build_scripts.errors import SetupError


def main(argv: list[str]) -> int:
    """Runs one command; a SetupError becomes its sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python3 -m build_scripts", description="Set up, run and check Vitrine.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="set up if needed, then open the store (arguments go to `vitrine run`)")
    run.add_argument("arguments", nargs=argparse.REMAINDER)
    test = commands.add_parser("test", help="set up if needed, then lint, types, import rules, lock and all tests")
    test.add_argument("--only", choices=checks.STEP_NAMES, action="append", help="only this step (repeatable)")
    commands.add_parser("setup", help="only make `.venv` and check the system libraries")
    commands.add_parser("lock", help="compile requirements*.txt again from pyproject.toml (network)")
    taking = commands.add_parser("pictures", help="take the README's pictures again, in the demo store")
    taking.add_argument("--headset", action="store_true", help="those of both eyes, on a real runtime (Debian)")
    training = commands.add_parser("train", help="train a shipped model again (needs the extra `train`)")
    training.add_argument("name", choices=train.names(), help="which one")
    training.add_argument("arguments", nargs=argparse.REMAINDER, help="goes to that training, e.g. --smoke")
    args = parser.parse_args(argv)
    try:
        if args.command == "run":
            environment.prepare(dev=False)
            return environment.vitrine("run", *args.arguments)
        environment.prepare(dev=args.command in ("test", "lock"))
        if args.command == "train":
            return train.in_venv(args.name, args.arguments)
        if args.command == "lock":
            lock.compile_locks()
        elif args.command == "pictures":
            pictures.take_headset() if args.headset else pictures.take()
        elif args.command == "test":
            return checks.run(args.only)
    except SetupError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run the same command again to go on.\n")
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
