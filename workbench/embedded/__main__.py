"""``python -m workbench.embedded demo|services|stop``: run the embedded default, or stop what is left of it."""

import argparse
import os
import sys

from workbench.embedded import use
from workbench.embedded.demo import run_demo, run_services
from workbench.embedded.paths import Folder, default_root
from workbench.embedded.processes import EmbeddedError
from workbench.embedded.supervisor import sole_supervisor
from workbench.embedded.terminal import console


def stop(folder: Folder) -> int:
    """Stop services that nobody looks after, such as those a killed command left behind."""
    with sole_supervisor(folder), use.one_at_a_time(folder):
        use.stop_services(folder)
    return 0


MODES = {"demo": run_demo, "services": run_services, "stop": stop}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m workbench.embedded", description=__doc__)
    parser.add_argument("mode", choices=sorted(MODES))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.dev")
    try:
        return MODES[parser.parse_args().mode](Folder(default_root()))
    except (EmbeddedError, PermissionError) as error:
        console.print(f"[red]{error}[/]")
        return 1


if __name__ == "__main__":
    sys.exit(main())
