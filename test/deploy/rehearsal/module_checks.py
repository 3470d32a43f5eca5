"""What is there when a module's stack was deployed, against what its plugin declares."""
import ast
import json
import re
import subprocess


def in_order(templates):
    """The modules, authz first."""
    names = {path.rpartition("/")[2].split(".")[0] for path in templates}
    return sorted(names, key=lambda name: (name != "authz", name))


def routes_of(module):
    done = subprocess.run(["build/bin/lamina", "routes", "--json", f"build/plugins/{module}.so"],
                          capture_output=True, text=True, check=True)
    return [route for route in json.loads(done.stdout) if "method" in route]  # no events


def place_for(resources, path):
    """The resource that API Gateway would choose: literal, variable, greedy, never going back."""
    at = ""
    for part in path.strip("/").split("/"):
        below = [p for p in resources if p.rpartition("/")[0] == at and p != "/"]
        literal = f"{at}/{part}"
        variable = [p for p in below if re.fullmatch(r"\{[^+}]+\}", p.rpartition("/")[2])]
        greedy = [p for p in below if p.endswith("+}")]
        if literal in below and not part.startswith("{"):
            at = literal
        elif variable:
            at = variable[0]
        else:
            return greedy[0] if greedy else None
    return at


def check_routes(r, shared, module):
    resources = r.resources()
    authorizer = r.exports()[f"{shared}-SharedApiAuthorizerId"]
    for route in routes_of(module):
        name = f"{route['method']} {route['path']}"
        methods = resources.get(place_for(resources, route["path"]), {}).get("resourceMethods", {})
        method = methods.get(route["method"]) or methods.get("ANY")
        r.check(method is not None, f"{name} is reached")
        if method is None:
            continue
        uri = method["methodIntegration"]["uri"]
        r.check(re.search(rf":function:{shared}-{module}(-[a-z-]+)?:live/invocations$", uri) is not None,
                f"{name} leads to {module}'s alias", uri)
        if route["scope"] is None:
            r.check(method["authorizationType"] == "NONE", f"{name} is public")
        else:
            r.check(method["authorizationType"] == "CUSTOM" and method.get("authorizerId") == authorizer, f"{name} is authorized")


def check_policies(r, function):
    """Every table that it may use is in its environment, and the other way round; nothing is a wildcard."""
    configuration = r.client("lambda").get_function_configuration(FunctionName=function)
    environment = configuration["Environment"]["Variables"]
    iam, role = r.client("iam"), configuration["Role"].rpartition("/")[2]
    allowed = set()
    for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
        # moto keeps a stack's policy as Python wrote it.
        for statement in (ast.literal_eval(document) if isinstance(document, str) else document)["Statement"]:
            resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            r.check(all(re.fullmatch(r"arn:aws:(dynamodb|kms|lambda|sqs):\S+[^*]", x) for x in resources),
                    f"{function}: every statement names what it is about", str(resources))
            r.check(not any("*" in action for action in actions), f"{function}: every action is named", str(actions))
            allowed |= {x.partition(":table/")[2].partition("/")[0] for x in resources if ":table/" in x}
    named = {value for name, value in environment.items() if name.endswith("_TABLE_NAME")}
    r.check(allowed == named, f"{function}: tables of its policies and of its environment", str(allowed ^ named))
    r.check(named <= set(r.client("dynamodb").list_tables()["TableNames"]), f"{function}: those tables are there")


def check_permission(r, shared, function):
    policy = json.loads(r.client("lambda").get_policy(FunctionName=function)["Policy"])
    api = r.exports()[f"{shared}-SharedApiGatewayId"]
    sources = [s["Condition"]["ArnLike"]["AWS:SourceArn"] for s in policy["Statement"]]
    calls = [s for s in sources if f":{api}/*/*/" in s]
    r.check(len(calls) == 1, f"{function}: the API may call it, by one statement", str(sources))
    r.check(all(s["Resource"].endswith(":live") for s in policy["Statement"]), f"{function}: its alias may be called, not it")


def check_function(r, function, module):
    live = r.client("lambda").get_function_configuration(FunctionName=function, Qualifier="live")
    r.check(live["Handler"].split(".")[0] == module and live["Runtime"] == "provided.al2023", f"{function}: runtime and handler")
    r.check(live["TracingConfig"]["Mode"] == "Active", f"{function}: is traced")
    r.check([x["Arn"] for x in live["Layers"]] == [r.parameter("/lamina/dev/layer/1")], f"{function}: runs on the stage's layer")
    groups = r.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{function}")["logGroups"]
    r.check(any(g["logGroupName"] == f"/aws/lambda/{function}" and g.get("retentionInDays") for g in groups),
            f"{function}: its log is kept for a while")


def check_module(r, shared, module):
    functions = [name for name in r.running() if re.fullmatch(rf"{shared}-{module}(-[a-z-]+)?", name)]
    r.check(functions != [], f"{module} has a function")
    for function in functions:
        check_function(r, function, module)
        check_policies(r, function)
        check_permission(r, shared, function)
    check_routes(r, shared, module)
