"""The scenes of the rehearsal, in order. Each goes on from where the one before ended."""
import json
import os
import pathlib
import subprocess
import sys
import traceback

import boto3

import simulated_aws
import template_checks
from module_checks import check_module, in_order

REGION = "eu-central-1"
SHARED = "lamina-dev"
BIN = pathlib.Path(__file__).resolve().parent / "bin"


class Rehearsal:
    """Counts checks, runs the scripts, and asks the simulated AWS."""

    def __init__(self, url):
        self.passed = 0
        self.failed = 0
        self.modules = in_order(template_checks.module_templates())
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("AWS_") and k not in ("MAKEFLAGS", "MAKELEVEL")},
            "AWS_ENDPOINT_URL": url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "rehearsal", "AWS_SECRET_ACCESS_KEY": "rehearsal",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            # The programs of this Python before others of their names.
            "PATH": f"{BIN}:{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        session = boto3.Session("rehearsal", "rehearsal", region_name=REGION)
        self.client = lambda service: session.client(service, endpoint_url=url)

    def scene(self, text):
        print(f"-- {text}", flush=True)

    def check(self, is_so, text, detail=""):
        if is_so:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAIL  {text}\n      {detail.strip()}" if detail else f"FAIL  {text}", flush=True)

    def script(self, name, **settings):
        done = subprocess.run(["bash", f"deploy/{name}.sh"], env={**self.environment, "STAGE": "dev", **settings},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        done.output = done.stdout + done.stderr
        return done

    def succeeds(self, name, **settings):
        done = self.script(name, **settings)
        self.check(done.returncode == 0, f"deploy/{name}.sh {settings} succeeds", done.output)
        return done

    def refuses(self, words, name, **settings):
        done = self.script(name, **settings)
        self.check(done.returncode == 1 and words in done.stderr, f"deploy/{name}.sh {settings} says: {words}", done.output)

    # ---- what is there ----

    def exports(self):
        return {e["Name"]: e["Value"] for e in self.client("cloudformation").list_exports()["Exports"]}

    def outputs(self, stack):
        described = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        return {o["OutputKey"]: o.get("OutputValue") for o in described["Outputs"]}

    def stacks(self):
        return {s["StackName"] for s in self.client("cloudformation").describe_stacks()["Stacks"]}

    def resources(self):
        api = self.exports()[f"{SHARED}-SharedApiGatewayId"]
        return {r["path"]: r for r in self.client("apigateway").get_resources(restApiId=api, limit=500)["items"]}

    def deployment(self):
        api = self.exports()[f"{SHARED}-SharedApiGatewayId"]
        return self.client("apigateway").get_stage(restApiId=api, stageName="v1")["deploymentId"]

    def parameter(self, name):
        return self.client("ssm").get_parameter(Name=name)["Parameter"]["Value"]

    def running(self):
        """Of each function behind its alias: version and layer."""
        functions = self.client("lambda")
        found = {}
        for function in functions.list_functions()["Functions"]:
            name = function["FunctionName"]
            live = functions.get_function_configuration(FunctionName=name, Qualifier="live")
            found[name] = (live["Version"], live["Layers"][0]["Arn"])
        return found

    def moved(self, before):
        return sorted(name for name, what in self.running().items() if before.get(name) != what)


# -------------------------------------------------------------------------------------------- scenes


def refusals(r):
    r.scene("what is missing is named, with the cure, and nothing is done")
    r.refuses("make deploy-shared STAGE=dev", "plugin", PLUGIN="partner")
    r.refuses("make deploy PLUGIN=partner", "plugin")
    r.refuses("there is no plugins-templates/nobody.yaml", "plugin", PLUGIN="nobody")
    r.refuses("is not in samconfig.toml", "shared", STAGE="moon")
    r.refuses("aws apigateway update-account", "shared")
    r.refuses("there is no stack lamina-dev-partner", "undeploy", PLUGIN="partner")
    r.check(r.stacks() == set(), "nothing was deployed")


def shared(r):
    r.scene("the shared stack")
    r.client("apigateway").update_account(patchOperations=[
        {"op": "replace", "path": "/cloudwatchRoleArn", "value": "arn:aws:iam::123456789012:role/apigateway-logs"}])
    r.refuses("CONFIRM=0", "shared", STAGE="prod")
    r.succeeds("shared")
    exports = r.exports()
    tables = set(r.client("dynamodb").list_tables()["TableNames"])
    named = {v for k, v in exports.items() if k.endswith("TableName")}
    r.check(named == tables and tables, "it exports the name of every table", str(tables ^ named))
    for name in ("SharedApiGatewayId", "SharedApiRootResourceId", "SharedApiAuthorizerId", "SharedApiStageName"):
        r.check(bool(exports.get(f"{SHARED}-{name}")), f"it exports {SHARED}-{name}")
    api = exports[f"{SHARED}-SharedApiGatewayId"]
    r.check(r.resources()["/"]["id"] == exports[f"{SHARED}-SharedApiRootResourceId"], "the exported root is the API's")
    r.check(set(r.resources()) == {"/", "/health"}, "the API has /health alone", str(set(r.resources())))
    authorizer = r.client("apigateway").get_authorizers(restApiId=api)["items"][0]
    r.check(authorizer["id"] == exports[f"{SHARED}-SharedApiAuthorizerId"], "the exported authorizer is the API's")
    r.check(f"function:{SHARED}-authz:live/invocations" in authorizer["authorizerUri"], "its function is authz's, by name")
    answers = r.client("apigateway").get_gateway_responses(restApiId=api)["items"]
    r.check({"UNAUTHORIZED", "DEFAULT_4XX", "DEFAULT_5XX"} <= {a["responseType"] for a in answers}, "it has its own gateway answers")


def layer(r):
    r.scene("the layer")
    r.refuses("make deploy-layer STAGE=dev", "plugin", PLUGIN="partner")
    r.refuses("The first one is deployed without CANDIDATE", "layer", CANDIDATE="1")
    r.succeeds("layer")
    newest = r.outputs(f"{SHARED}-layer-x86-64")["NewestLayerArn"]
    r.check(r.parameter("/lamina/dev/layer/1") == newest, "modules find it")
    r.check(not any("layer" in name for name in map(str.lower, r.exports())), "no export holds it")
    r.check(r.succeeds("layer") and r.outputs(f"{SHARED}-layer-x86-64")["NewestLayerArn"] == newest, "the same content is no new version")


def no_fit(r):
    r.scene("a plugin that does not fit the layer is not deployed")
    r.refuses("does not fit the layer", "plugin", PLUGIN="partner", LAMINA="/bin/false")
    r.check(f"{SHARED}-partner" not in r.stacks(), "nothing was deployed")


def modules(r):
    r.scene("every module: " + " ".join(r.modules))
    for module in r.modules:
        before = r.deployment()
        done = r.succeeds("plugin", PLUGIN=module)
        r.check("against the content of that version: it fits" in done.stdout, f"{module} was held against the layer itself", done.output)
        r.check(r.deployment() != before, f"the API was deployed after {module}")
        check_module(r, SHARED, module)


def one_alone(r):
    r.scene("one module alone")
    before = r.running()
    templates = stack_templates(r)
    r.succeeds("plugin", PLUGIN="partner", ROLLOUT="Canary10Percent5Minutes")
    r.check(r.moved(before) == [], "nothing moves where nothing changed", str(r.moved(before)))
    r.check(other_templates(r, templates) == [f"{SHARED}-partner"], "and no other stack was touched")


def stack_templates(r):
    cloudformation = r.client("cloudformation")
    return {name: json.dumps(cloudformation.get_template(StackName=name)["TemplateBody"], sort_keys=True) for name in r.stacks()}


def other_templates(r, before):
    return sorted(name for name, text in stack_templates(r).items() if before.get(name) != text)


def shared_again(r):
    r.scene("the shared stack again: the modules' routes are still there")
    routes, exports, deployment = r.resources(), r.exports(), r.deployment()
    r.succeeds("shared", ORIGIN="https://app.example")
    r.check(set(r.resources()) == set(routes), "every path is", str(set(routes) ^ set(r.resources())))
    r.check({p: x["id"] for p, x in routes.items()} == {p: x["id"] for p, x in r.resources().items()}, "with its id")
    r.check(all(set(x.get("resourceMethods", {})) == set(r.resources()[p].get("resourceMethods", {})) for p, x in routes.items()),
            "and its methods")
    r.check(r.exports() == exports, "no export changed")
    r.check(r.deployment() != deployment, "the API was deployed again")
    r.check(r.outputs(SHARED)["CorsAllowOrigin"] == "https://app.example", "what was asked for changed")


def second_layer(r):
    r.scene("a second layer: who moves, and when")
    stack, parameter = f"{SHARED}-layer-x86-64", "/lamina/dev/layer/1"
    first, before = r.parameter(parameter), r.running()
    newer = {"REHEARSED_BUILD": "2"}
    r.succeeds("layer", CANDIDATE="1", **newer)
    second = r.outputs(stack)["NewestLayerArn"]
    r.check(second != first and r.parameter(f"{parameter}/candidate") == second, "there is a candidate")
    r.check(r.parameter(parameter) == first and r.moved(before) == [], "nobody takes it by himself")
    r.succeeds("plugin", PLUGIN="partner", LAYER="candidate", ORIGIN="")
    r.check(r.moved(before) == [f"{SHARED}-partner"], "a module that asks for it moves", str(r.moved(before)))
    r.check(r.running()[f"{SHARED}-partner"][1] == second, "to that version")
    with_candidate = r.running()
    r.succeeds("layer", **newer)
    r.check(r.parameter(parameter) == second and r.outputs(stack)["NewestLayerArn"] == second, "promoted, it is no new version")
    r.check(r.moved(with_candidate) == [], "and moves nobody")
    last = r.modules[-1]
    r.succeeds("plugin", PLUGIN=last)
    r.check(r.running()[f"{SHARED}-{last}"][1] == second, f"{last} takes it when it is deployed")
    r.succeeds("plugin", PLUGIN=last, LAYER=first)
    r.check(r.running()[f"{SHARED}-{last}"][1] == first, f"{last} goes back alone")
    r.refuses("there is no layer version", "layer", LAYER=first.rpartition(":")[0] + ":99")
    r.refuses("there is no layer version", "plugin", PLUGIN=last, LAYER=first.rpartition(":")[0] + ":99")
    r.succeeds("layer", LAYER=first, **newer)
    r.check(r.parameter(parameter) == first, "the stage goes back")
    r.check(r.outputs(stack)["NewestLayerArn"] == second, "and no version is lost")
    table = r.succeeds("deployed").stdout
    r.check(f"{second}\n" in table and first in table, "make deployed tells who runs what", table)


def removal(r):
    r.scene("a module goes")
    others = [m for m in r.modules if m != "partner"]
    if "authz" in others and len(others) > 1:
        r.refuses("Undeploy those first", "undeploy", PLUGIN="authz")
    routes, deployment, tables = r.resources(), r.deployment(), r.client("dynamodb").list_tables()["TableNames"]
    r.succeeds("undeploy", PLUGIN="partner")
    gone = set(routes) - set(r.resources())
    r.check(gone == {p for p in routes if p.startswith("/partners")}, "its paths are gone, and no other", str(gone))
    r.check(r.deployment() != deployment, "and the API was deployed without them")
    r.check(f"{SHARED}-partner" not in r.stacks() and f"{SHARED}-partner" not in r.running(), "so are stack and function")
    r.check(r.client("dynamodb").list_tables()["TableNames"] == tables, "its tables stay")
    r.succeeds("plugin", PLUGIN="partner")
    check_module(r, SHARED, "partner")


def variants(r):
    r.scene("a module by the other templates that it has")
    for module, variant in (pathlib.Path(p).stem.split(".") for p in template_checks.module_templates() if "." in pathlib.Path(p).stem):
        r.succeeds("undeploy", PLUGIN=module)
        r.succeeds("plugin", PLUGIN=module, VARIANT=variant)
        r.check(len([name for name in r.running() if name.startswith(f"{SHARED}-{module}")]) > 1, f"{module} has several functions")
        check_module(r, SHARED, module)


def run():
    server, url = simulated_aws.start()
    r = Rehearsal(url)
    r.scene("the templates, translated and linted")
    template_checks.all_of_them(r.check)
    for scene in (refusals, shared, layer, no_fit, modules, one_alone, shared_again, second_layer, removal, variants):
        before = r.failed
        try:
            scene(r)
        except Exception:  # noqa: BLE001: the scenes behind it still tell something
            r.check(False, f"{scene.__name__} ended early", traceback.format_exc())
        if r.failed > before and scene in (shared, layer):
            print("      all that follows needs this, and was not tried")
            break
    server.stop()
    print(f"{r.passed} passed, {r.failed} failed")
    return 0 if r.failed == 0 else 1
