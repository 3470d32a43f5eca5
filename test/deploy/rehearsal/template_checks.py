"""What no simulator shows, asserted on the templates as CloudFormation gets them."""
import json
import pathlib
import subprocess
import sys

import sam_translation

SHARED = "template-shared.yaml"
LAYER = "layers/template.yaml"
LAYER_ARN = "arn:aws:lambda:eu-central-1:123456789012:layer:lamina-dev-x86_64:%d"


def module_templates():
    """plugins-templates/<module>.yaml and its variants <module>.<variant>.yaml."""
    return sorted(str(path) for path in pathlib.Path("plugins-templates").glob("*.yaml"))


def module_of(path):
    return pathlib.Path(path).name.split(".")[0]


def lint(check):
    for path in [SHARED, LAYER, *module_templates()]:
        done = subprocess.run([sys.executable, "-c", "import sys, cfnlint.runner as r; sys.exit(r.main())", "-t", path], capture_output=True, text=True, check=False)
        check(done.returncode == 0, f"cfn-lint has nothing to say of {path}", done.stdout + done.stderr)


def of_type(template, kind):
    return {name: r for name, r in template["Resources"].items() if r["Type"] == kind}


def is_retained(resource):
    return resource.get("DeletionPolicy") == "Retain" and resource.get("UpdateReplacePolicy") == "Retain"


# ------------------------------------------------------------------------------------- each of them


def shared(check):
    template = sam_translation.translate(sam_translation.read(SHARED))
    apis = of_type(template, "AWS::ApiGateway::RestApi")
    check(len(apis) == 1, "the shared stack has one REST API")
    api = next(iter(apis.values()))
    # Without merge, an update of the body takes away what the modules attached.
    check(api["Properties"].get("Mode") == "merge", "its Mode is merge")
    check("get" in api["Properties"]["Body"]["paths"]["/health"], "it has a method, so that it can be deployed")
    check(is_retained(api), "it survives the stack")
    stages = of_type(template, "AWS::ApiGateway::Stage")
    check([s["Properties"]["StageName"] for s in stages.values()] == ["v1"], "it has the stage v1 and no other")
    check("StageName" not in json.dumps(of_type(template, "AWS::ApiGateway::Deployment")), "no stage comes by a deployment")
    for kind, answer in api["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"].items():
        check(answer["responseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
              and is_problem(answer["responseTemplates"]["application/json"]), f"{kind} is answered by problem+json")
    exported = [o["Value"] for o in template["Outputs"].values() if "Export" in o]
    check("Layer" not in json.dumps(exported), "it exports no layer")


def is_problem(text):
    problem = json.loads(text)
    page = problem["type"].rpartition(":")[2]
    return {"type", "title", "detail", "instance"} <= set(problem) and pathlib.Path(f"docs/problems/{page}.md").exists()


def layer(check):
    source = sam_translation.read(LAYER)
    template = sam_translation.translate(source)
    versions = of_type(template, "AWS::Lambda::LayerVersion")
    check(all(v.get("DeletionPolicy") == "Retain" for v in versions.values()), "versions of the layer are retained")
    check(all("Export" not in output for output in template["Outputs"].values()), "the layer's ARN is no export")
    source["Resources"]["LaminaLayer"]["Properties"]["ContentUri"] = "s3://artifacts/other"
    other = of_type(sam_translation.translate(source), "AWS::Lambda::LayerVersion")
    check(set(other) != set(versions), "other content is another version")
    parameters = of_type(template, "AWS::SSM::Parameter")
    names = [p["Properties"]["Name"]["Fn::If"][2]["Fn::Sub"] for p in parameters.values()]
    check(sorted(names) == ["/lamina/${Stage}/layer/1", "/lamina/${Stage}/layer/1/candidate"],
          "modules find it under the stage and the ABI's major", str(names))


def version_of(path, **parameters):
    template = sam_translation.translate(sam_translation.read(path), parameters)
    return sorted(of_type(template, "AWS::Lambda::Version"))


def module(check, path, exports):
    template = sam_translation.translate(sam_translation.read(path), {"CodeSha256": "a" * 64})
    deployments = of_type(template, "AWS::ApiGateway::Deployment")
    waited = {name for d in deployments.values() for name in d["DependsOn"]}
    methods = set(of_type(template, "AWS::ApiGateway::Method"))
    check(methods and methods <= waited, f"{path}: its deployment waits for every method", str(methods - waited))
    check(all(is_retained(d) for d in deployments.values()), f"{path}: deployments are retained")
    check(all(v.get("DeletionPolicy") == "Retain" for v in of_type(template, "AWS::Lambda::Version").values()),
          f"{path}: versions of its functions are retained")
    check(all("CodeDeployLambdaAliasUpdate" in a["UpdatePolicy"] for a in of_type(template, "AWS::Lambda::Alias").values()),
          f"{path}: its aliases move as CodeDeploy moves them")
    missing = set(imports_of(template)) - exports
    check(not missing, f"{path}: the shared stack exports what it imports", str(missing))
    check(len(template["Resources"]) <= 500 and len(pathlib.Path(path).read_bytes()) < 51200,
          f"{path}: CloudFormation takes it")
    moves_with_everything(check, path)


def imports_of(value):
    """The names, behind the shared stack's, of all imports in a template."""
    if isinstance(value, dict):
        if "Fn::ImportValue" in value:
            yield value["Fn::ImportValue"]["Fn::Sub"].replace("${SharedStackName}-", "")
        for inner in value.values():
            yield from imports_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from imports_of(inner)


def moves_with_everything(check, path):
    """A layer that comes as a parameter publishes no version; the hash does."""
    before = version_of(path, LayerParameter="/a", CodeSha256="a" * 64)
    check(version_of(path, LayerParameter="/b", CodeSha256="a" * 64) == before,
          f"{path}: a new layer alone publishes no version (if this fails, SAM has changed: see docs/deployment.md)")
    check(version_of(path, LayerParameter="/a", CodeSha256="b" * 64) != before, f"{path}: another hash publishes one")


def no_two_own_one_path(check):
    owners = {}
    for path in module_templates():
        for resource in of_type(sam_translation.translate(sam_translation.read(path)), "AWS::ApiGateway::Resource").values():
            place = (json.dumps(resource["Properties"]["ParentId"]), resource["Properties"]["PathPart"])
            if "ImportValue" in place[0]:
                owners.setdefault(place, set()).add(module_of(path))
    for (_, part), modules in owners.items():
        check(len(modules) == 1, f"/{part} belongs to one module", str(modules))


def all_of_them(check):
    lint(check)
    shared(check)
    layer(check)
    outputs = sam_translation.translate(sam_translation.read(SHARED))["Outputs"]
    exports = {o["Export"]["Name"]["Fn::Sub"].replace("${AWS::StackName}-", "") for o in outputs.values() if "Export" in o}
    for path in module_templates():
        module(check, path, exports)
    no_two_own_one_path(check)
