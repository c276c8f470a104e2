"""The library from Python: every generated module loads, and an app writes the manifests that its chart holds."""

import importlib
import pkgutil
import sys

import cdk8s
import cdk8s_inference
import cdk8s_plus_28 as kplus

out = sys.argv[1]

modules = sorted(module.name for module in pkgutil.walk_packages(cdk8s_inference.__path__, "cdk8s_inference."))
for name in modules:
    importlib.import_module(name)
print("\n".join(name for name in modules if not name.endswith("._jsii")))

app = cdk8s.App(outdir=out)
chart = cdk8s.Chart(app, "inference", namespace="inference")
kplus.Namespace(chart, "namespace", metadata=cdk8s.ApiObjectMetadata(name="inference"))
app.synth()
