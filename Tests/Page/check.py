"""Runs the checks of the page: python3 Tests/Page/check.py [test names]."""

import pathlib
import sys
import unittest

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER))

import page_case  # noqa: E402


def main():
    loader = unittest.TestLoader()
    if len(sys.argv) > 1:
        suite = loader.loadTestsFromNames(sys.argv[1:])
    else:
        suite = loader.discover(str(FOLDER), pattern="test_*.py")
    try:
        result = unittest.TextTestRunner(verbosity=2).run(suite)
    finally:
        page_case.stop()
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)


main()
