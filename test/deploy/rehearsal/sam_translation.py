"""SAM templates as CloudFormation gets them, by the translator that AWS itself runs."""
import json
import logging
import os

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

logging.getLogger("samtranslator").setLevel(logging.ERROR)

MANAGED_POLICIES = {
    "AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "AWSXRayDaemonWriteAccess": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
}


class ManagedPolicies:
    @staticmethod
    def load():
        return MANAGED_POLICIES


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml_parse(file.read())


def code_of(resource):
    """The property that says where a resource's code is, if it has one."""
    properties = resource.get("Properties", {})
    return next((name for name in ("CodeUri", "ContentUri") if name in properties), None)


def translate(template, parameters=None):
    """A copy as CloudFormation; code that is still a local folder becomes an address in S3."""
    copy = json.loads(json.dumps(template))
    for name, resource in copy["Resources"].items():
        code = code_of(resource)
        if code and not str(resource["Properties"][code]).startswith("s3://"):
            resource["Properties"][code] = f"s3://artifacts/{name}"
    return transform(copy, dict(parameters or {}), ManagedPolicies)
