"""The library from Python: every generated module loads, and an app writes the manifests that its chart holds."""

import importlib
import pkgutil
import sys

import cdk8s
import cdk8s_inference
from cdk8s_inference.crds import dra_driver, kubernetes

out = sys.argv[1]

modules = sorted(module.name for module in pkgutil.walk_packages(cdk8s_inference.__path__, "cdk8s_inference."))
for name in modules:
    importlib.import_module(name)
print("\n".join(name for name in modules if not name.endswith("._jsii")))

app = cdk8s.App(outdir=out)
chart = cdk8s.Chart(app, "inference")
kubernetes.KubeNamespace(chart, "namespace", metadata=cdk8s.ApiObjectMetadata(name="inference"))
dra_driver.ComputeDomain(
    chart,
    "nvlink",
    metadata=cdk8s.ApiObjectMetadata(name="nvlink", namespace="inference"),
    spec=dra_driver.ComputeDomainSpec(
        num_nodes=0,
        channel=dra_driver.ComputeDomainSpecChannel(
            resource_claim_template=dra_driver.ComputeDomainSpecChannelResourceClaimTemplate(name="nvlink-channel"),
        ),
    ),
)
app.synth()
