#!/usr/bin/env python
"""Run a management command; start the embedded services first when it needs them and no server is named."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError

from apps.core.silence import programs_stay_silent
from apps.core.standing import process_stands_everywhere
from workbench.embedded.commands import services_for


def main() -> None:
    programs_stay_silent()
    process_stands_everywhere()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.dev")
    try:
        with services_for(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The workbench cannot start with these settings. {error}")
    except (InterfaceError, OperationalError) as error:
        sys.exit(f"The database does not answer, or broke off. Whatever was not finished was undone. {error}")
    except EOFError:
        sys.exit("This command asks for something, and needs a terminal to do so.")
    except KeyboardInterrupt:
        sys.exit("Stopped.")


if __name__ == "__main__":
    main()
