"""make rehearse: every stack of the project, deployed by the scripts of deploy/ into a simulated AWS on
this machine, and what is there afterwards compared with what must be. Ends with `N passed, N failed`.
With --check-packages it only says whether it could.

Nothing leaves the machine: the AWS CLI talks to a moto server on 127.0.0.1 (simulated_aws.py), and bin/sam
stands for the SAM CLI. docs/deployment.md says what this shows and what it cannot.
"""
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys

NEEDED = {"samtranslator": "aws-sam-translator", "cfnlint": "cfn-lint", "moto": "moto[server]", "boto3": "boto3"}


def has_aws():
    """An AWS CLI that reads AWS_ENDPOINT_URL: an older one would ask AWS itself."""
    if not shutil.which("aws"):
        return False
    told = subprocess.run(["aws", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"aws-cli/(\d+)\.(\d+)", told.stdout + told.stderr)
    major, minor = (int(found[1]), int(found[2])) if found else (0, 0)
    return (major == 1 and minor >= 29) or (major == 2 and minor >= 13) or major > 2


def missing():
    packages = [package for module, package in NEEDED.items() if importlib.util.find_spec(module) is None]
    return packages + ([] if has_aws() else ["awscli>=1.29"])


def main():
    os.chdir(pathlib.Path(__file__).resolve().parents[3])
    lacking = missing()
    if lacking:
        print("THE STACKS WERE NOT REHEARSED: these Python packages are missing: " + ", ".join(lacking), file=sys.stderr)
        print(f"    {sys.executable} -m pip install " + " ".join(f"'{name}'" for name in lacking), file=sys.stderr)
        return 3
    if "--check-packages" in sys.argv:
        return 0
    import rehearsal  # only now: it imports what may be missing
    return rehearsal.run()


sys.exit(main())
