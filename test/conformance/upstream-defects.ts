/** Errors that the rules find in upstream examples, and why each is right. */
export const UPSTREAM_DEFECTS: readonly { readonly lines: RegExp; readonly reason: string }[] = [
  {
    lines: /^dra-driver\/demo__specs__quickstart__v1beta1__gpu-test6\.yaml DRA-15 /,
    reason: 'selects by index, which the driver published only in v25.3 (infrastructure.md 2.6, 7: a negative example)',
  },
  {
    lines: /deepseek-v4-pro__sglang__disagg-gb200__deploy\.yaml CD-0[45] dsv4-pro-compute-domain-channel /,
    reason: 'writes the claim template of its ComputeDomain by hand, without the domain it is for (infrastructure.md 2.8, 7: a negative example, experimental upstream)',
  },
  {
    lines: /mnnvl-gpu-invalid\.yaml GRV-13 mnnvl-gpu-invalid /,
    reason: "Grove's own test of a value that its webhook refuses",
  },
  {
    lines: /^dynamo-golden\/dgd-grove-output\.yaml GRV-102 /,
    reason: 'a template of a test, with a placeholder as the value of a label',
  },
];
