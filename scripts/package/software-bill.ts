import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { BundledPackage } from './bundled-packages.ts';

/**
 * The software bill of materials: CycloneDX 1.6 JSON. It names nothing that changes from one build to the next, so that
 * the same sources give the same bytes.
 * @param product name, version and SPDX license of the published package
 * @param packages whose code is in the bundle
 */
export function softwareBill(
  product: { readonly name: string; readonly version: string; readonly license: string },
  packages: readonly BundledPackage[],
): string {
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: componentOf(Enums.ComponentType.Application, product) }),
  });
  const root = bom.metadata.component;
  for (const each of packages) {
    const component = componentOf(Enums.ComponentType.Library, each);
    const [algorithm, base64 = ''] = each.integrity.split('-');
    if (algorithm !== 'sha512') throw new Error(`${each.name} is pinned by ${algorithm}`);
    component.externalReferences.add(
      new Models.ExternalReference(packagePage(each), Enums.ExternalReferenceType.Distribution, {
        hashes: new Models.HashDictionary([
          [Enums.HashAlgorithm['SHA-512'], Buffer.from(base64, 'base64').toString('hex')],
        ]),
      }),
    );
    bom.components.add(component);
    root?.dependencies.add(component.bomRef);
  }
  const json = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${json.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function componentOf(
  type: Enums.ComponentType,
  { name, version, license }: { readonly name: string; readonly version: string; readonly license: string },
): Models.Component {
  const [scope, bare] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const component = new Models.Component(type, bare ?? name, {
    group: scope,
    version,
    purl,
    bomRef: purl,
  });
  component.licenses.add(new Models.LicenseExpression(license));
  return component;
}

/** The archive as npm names it, without the registry that it came from. */
function packagePage({ name, version }: BundledPackage): string {
  return `${name.replace(/^@[^/]+\//, '')}-${version}.tgz`;
}
