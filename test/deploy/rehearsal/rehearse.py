"""make rehearse: every stack of the project, deployed by the scripts of deploy/ into a simulated AWS on
this machine, and what is there afterwards compared with what must be. Ends with `N passed, N failed`.

Nothing leaves the machine: the AWS CLI talks to a moto server on 127.0.0.1 (simulated_aws.py), and bin/sam
stands for the SAM CLI. docs/deployment.md says what this shows and what it cannot.
"""
import importlib.util
import os
import pathlib
import shutil
import sys

NEEDED = {"samtranslator": "aws-sam-translator", "cfnlint": "cfn-lint", "moto": "moto[server]", "boto3": "boto3"}


def missing():
    packages = [package for module, package in NEEDED.items() if importlib.util.find_spec(module) is None]
    return packages + ([] if shutil.which("aws") else ["awscli"])


def main():
    os.chdir(pathlib.Path(__file__).resolve().parents[3])
    lacking = missing()
    if lacking:
        print("THE STACKS WERE NOT REHEARSED: these Python packages are missing: " + ", ".join(lacking), file=sys.stderr)
        print(f"    {sys.executable} -m pip install " + " ".join(f"'{name}'" for name in lacking), file=sys.stderr)
        return 3
    import rehearsal  # only now: it imports what may be missing
    return rehearsal.run()


sys.exit(main())
