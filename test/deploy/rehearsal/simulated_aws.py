"""A local moto server, and the CloudFormation resources that moto 5.2 lacks or leaves half done.

What is here is a stand-in: it shows that the stacks fit together - names, references, order - and not
how AWS behaves. What no simulator shows is asserted on the translated templates (template_checks.py).
"""
import json
import logging
import warnings

import boto3
from moto.apigateway import models as apigateway
from moto.awslambda import models as awslambda
from moto.cloudformation import parsing
from moto.secretsmanager.models import secretsmanager_backends
from moto.server import ThreadedMotoServer
from moto.ssm import models as ssm

# Left out on purpose: a rollout by CodeDeploy and alarms move nothing here.
IGNORED = {"AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup", "AWS::CloudWatch::Alarm"}


def gateway(account, region):
    return apigateway.apigateway_backends[account][region]


def functions(account, region):
    return awslambda.lambda_backends[account][region]


class Created:
    """A resource of a type that moto does not have, known by the text that Ref gives."""

    def __init__(self, ref, **more):
        self.ref = ref
        self.__dict__.update(more)

    @property
    def physical_resource_id(self):
        return self.ref

    @staticmethod
    def is_created():
        return True

    def delete(self, account_id, region_name):
        pass


# --------------------------------------------------------------------------------- API Gateway


class Authorizer(Created):
    @classmethod
    def create_from_cloudformation_json(cls, name, template, account_id, region_name, **kwargs):
        p = template["Properties"]
        made = gateway(account_id, region_name).create_authorizer(
            p["RestApiId"], p["Name"], p["Type"], authorizer_uri=p["AuthorizerUri"],
            identity_source=p["IdentitySource"], authorizer_result_ttl=p["AuthorizerResultTtlInSeconds"])
        return cls(made.id, made=made)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json,
                                        account_id, region_name):
        p = cloudformation_json["Properties"]
        original_resource.made.authorizer_uri = p["AuthorizerUri"]
        original_resource.made.authorizer_result_ttl = p["AuthorizerResultTtlInSeconds"]
        return original_resource


class ApiStage(Created):
    @classmethod
    def create_from_cloudformation_json(cls, name, template, account_id, region_name, **kwargs):
        p = template["Properties"]
        api = gateway(account_id, region_name).get_rest_api(p["RestApiId"])
        api.create_stage(p["StageName"], p["DeploymentId"], None, "", None, None, None, p.get("TracingEnabled"))
        return cls(p["StageName"])

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json,
                                        account_id, region_name):
        p = cloudformation_json["Properties"]
        api = gateway(account_id, region_name).get_rest_api(p["RestApiId"])
        api.stages[p["StageName"]].deployment_id = p["DeploymentId"]
        return original_resource


def resource_at(backend, api_id, path):
    """The resource of a path of an OpenAPI body, made where it is missing: merge, never overwrite."""
    at = backend.get_rest_api(api_id).default
    for part in path.strip("/").split("/"):
        below = [r for r in backend.get_resources(api_id) if r.parent_id == at.id and r.path_part == part]
        at = below[0] if below else backend.create_resource(api_id, at.id, part)
    return at


def put_body(backend, api_id, properties):
    """PutRestApi of the body. Anything but merge is refused: it would take the modules' routes away."""
    if properties.get("Mode") != "merge":
        raise ValueError("the API's Mode is not merge")
    body = properties["Body"]
    for path, operations in body["paths"].items():
        resource = resource_at(backend, api_id, path)
        for verb in set(operations) & {"get", "put", "post", "delete", "options", "head", "patch"}:
            backend.put_method(api_id, resource.id, verb.upper(), "NONE")
            integration = operations[verb]["x-amazon-apigateway-integration"]
            backend.put_integration(api_id, resource.id, verb.upper(), integration["type"].upper(), "",
                                    integration_method="POST")
    for kind, answer in body.get("x-amazon-apigateway-gateway-responses", {}).items():
        backend.put_gateway_response(api_id, kind, answer.get("statusCode"),
                                     answer.get("responseParameters"), answer.get("responseTemplates"))


def create_api(cls, name, template, account_id, region_name, **kwargs):
    p = template["Properties"]
    backend = gateway(account_id, region_name)
    made = backend.create_rest_api(name=p["Name"], description="",
                                   endpoint_configuration={"types": p["EndpointConfiguration"]["Types"]})
    put_body(backend, made.id, p)
    return made


def update_api(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    put_body(gateway(account_id, region_name), original_resource.id, cloudformation_json["Properties"])
    return original_resource


def put_method(account_id, region_name, p):
    backend = gateway(account_id, region_name)
    integration = p["Integration"]
    made = backend.put_method(p["RestApiId"], p["ResourceId"], p["HttpMethod"], p["AuthorizationType"],
                              authorizer_id=p.get("AuthorizerId"), request_parameters=p.get("RequestParameters"))
    backend.put_integration(p["RestApiId"], p["ResourceId"], p["HttpMethod"], integration["Type"],
                            integration.get("Uri", ""), integration_method=integration.get("IntegrationHttpMethod", "POST"))
    made.physical_resource_id = f"{p['RestApiId']}|{p['ResourceId']}|{p['HttpMethod']}"
    return made


def create_method(cls, name, template, account_id, region_name, **kwargs):
    return put_method(account_id, region_name, template["Properties"])


def update_method(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    return put_method(account_id, region_name, cloudformation_json["Properties"])


def create_resource(cls, name, template, account_id, region_name, **kwargs):
    """AWS refuses two resources of one name below one parent; moto takes them."""
    p = template["Properties"]
    backend = gateway(account_id, region_name)
    for other in backend.get_resources(p["RestApiId"]):
        if other.parent_id == p["ParentId"] and other.path_part == p["PathPart"]:
            raise ValueError(f"409: there is a resource {p['PathPart']} already")
    return backend.create_resource(p["RestApiId"], p["ParentId"], p["PathPart"])


def create_api_deployment(cls, name, template, account_id, region_name, **kwargs):
    p = template["Properties"]
    made = gateway(account_id, region_name).create_deployment(p["RestApiId"], p.get("StageName"), p.get("Description", ""))
    made.physical_resource_id = made.id
    return made


# -------------------------------------------------------------------------------------- Lambda


class Alias(Created):
    @classmethod
    def create_from_cloudformation_json(cls, name, template, account_id, region_name, **kwargs):
        p = template["Properties"]
        made = functions(account_id, region_name).create_alias(p["Name"], p["FunctionName"], p["FunctionVersion"], "", None)
        return cls(made.arn, made=made)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json,
                                        account_id, region_name):
        original_resource.made.function_version = cloudformation_json["Properties"]["FunctionVersion"]
        return original_resource


def create_version(cls, name, template, account_id, region_name, **kwargs):
    p = template["Properties"]
    made = functions(account_id, region_name).publish_version(p["FunctionName"])
    version = cls({"Version": made.version})
    version.physical_resource_id = made.function_arn
    version.get_cfn_attribute = lambda attribute: str(made.version)
    version.delete = lambda account, region: None  # versions are retained
    return version


def create_function(cls, name, template, account_id, region_name, **kwargs):
    p = template["Properties"]
    spec = {k: v for k, v in p.items() if k not in ("Tags", "LoggingConfig")}
    spec["Publish"] = False
    spec["Layers"] = p.get("Layers", [])
    return functions(account_id, region_name).create_function(spec)


def create_permission(cls, name, template, account_id, region_name, **kwargs):
    p = template["Properties"]
    backend = functions(account_id, region_name)
    function, _, alias = p["FunctionName"].partition(":function:")[2].partition(":")
    made = awslambda.Permission(region=region_name)
    made.physical_resource_id = name
    target = backend.get_function(function or p["FunctionName"])
    backend.get_alias(alias, target.function_name)  # raises when there is none
    target.policy.add_statement(raw=json.dumps({**p, "FunctionName": target.function_name}))
    target.policy.statements[-1]["Resource"] = p["FunctionName"]
    made.delete = lambda account, region: None
    return made


def create_layer(cls, name, template, account_id, region_name, **kwargs):
    p = template["Properties"]
    spec = {k: v for k, v in p.items() if k in ("Content", "Description", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo")}
    made = functions(account_id, region_name).publish_layer_version({**spec, "LayerName": p["LayerName"]})
    made.physical_resource_id = made.arn
    return made


def with_location(original, url):
    """AWS says, by a signed address, where a layer's zip can be downloaded; here it is in the simulated S3."""
    s3 = boto3.Session("rehearsal", "rehearsal", region_name="eu-central-1").client("s3", endpoint_url=url)

    def get_layer_version(self):
        version = original(self)
        if "S3Key" in self.content:
            place = {"Bucket": self.content["S3Bucket"], "Key": self.content["S3Key"]}
            version["Content"]["Location"] = s3.generate_presigned_url("get_object", Params=place)
        return version
    return get_layer_version


# --------------------------------------------------------------------------------------- others


class Secret(Created):
    @classmethod
    def create_from_cloudformation_json(cls, name, template, account_id, region_name, **kwargs):
        made = secretsmanager_backends[account_id][region_name].create_secret(
            template["Properties"]["Name"], '{"seed":"' + "x" * 42 + '"}', None, "", [], None, None, [], False)
        return cls(json.loads(made)["ARN"])


def update_parameter(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    p = cloudformation_json["Properties"]
    ssm.ssm_backends[account_id][region_name].put_parameter(
        original_resource.name, p.get("Description"), p["Value"], p["Type"], None, None, True, [], "text",
        tier=None, policies=None)
    return ssm.ssm_backends[account_id][region_name].get_parameter(original_resource.name)


def update_or_keep(original):
    """moto forgets a resource that it cannot update; it stays as it was."""
    def update(logical_id, resource_json, resources_map, account_id, region_name):
        before = resources_map[logical_id]
        after = original(logical_id, resource_json, resources_map, account_id, region_name)
        return before if after is None else after
    return update


ADDED = {
    "AWS::ApiGateway::Authorizer": Authorizer,
    "AWS::ApiGateway::Stage": ApiStage,
    "AWS::Lambda::Alias": Alias,
    "AWS::SecretsManager::Secret": Secret,
}


def class_or_added(original):
    return lambda resource_type: ADDED.get(resource_type) or original(resource_type)


def replace(model, **functions_by_name):
    for name, function in functions_by_name.items():
        setattr(model, f"{name}_from_cloudformation_json", classmethod(function))


def function_first(original):
    """A version is made of its function as it is now; moto makes what is new before it changes what is there."""
    def create(logical_id, resource_json, resources_map, account_id, region_name):
        if resource_json["Type"] == "AWS::Lambda::Version":
            function = resource_json["Properties"]["FunctionName"]["Ref"]
            if function in resources_map._parsed_resources:
                parsing.parse_and_update_resource(function, resources_map._resource_json_map[function],
                                                  resources_map, account_id, region_name)
        return original(logical_id, resource_json, resources_map, account_id, region_name)
    return create


def complete_moto():
    replace(apigateway.RestAPI, create=create_api, update=update_api)
    replace(apigateway.Method, create=create_method, update=update_method)
    replace(apigateway.Resource, create=create_resource)
    replace(apigateway.Deployment, create=create_api_deployment)
    replace(awslambda.LambdaFunction, create=create_function)
    replace(awslambda.LambdaVersion, create=create_version)
    replace(awslambda.Permission, create=create_permission)
    replace(awslambda.LayerVersion, create=create_layer)
    replace(ssm.Parameter, update=update_parameter)
    awslambda.LambdaVersion.has_cfn_attr = classmethod(lambda cls, attribute: attribute == "Version")
    parsing.resource_class_from_type = class_or_added(parsing.resource_class_from_type)
    parsing.parse_and_create_resource = function_first(parsing.parse_and_create_resource)
    parsing.parse_and_update_resource = update_or_keep(parsing.parse_and_update_resource)


def start():
    """Starts the server at a free port and returns it with its URL."""
    complete_moto()
    warnings.filterwarnings("ignore", message=f"Tried to parse ({'|'.join(IGNORED)}) ")
    for name in ("werkzeug", "moto"):
        logging.getLogger(name).setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    awslambda.LayerVersion.get_layer_version = with_location(awslambda.LayerVersion.get_layer_version, url)
    return server, url
