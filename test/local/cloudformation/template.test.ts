import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedName } from '../../../src/local/cloudformation/engine/names.js';
import { modelOf } from '../../../src/local/cloudformation/requests.js';
import { storedZip } from '../../../src/local/cloudformation/resources/stored-zip.js';
import { checkTemplate } from '../../../src/local/cloudformation/template/check.js';
import { parseTemplate } from '../../../src/local/cloudformation/template/parse.js';

const role = (Properties: object) =>
  JSON.stringify({ Resources: { R: { Type: 'AWS::IAM::Role', Properties } } });
const parameters = (P: object) =>
  JSON.stringify({ Parameters: { P }, Resources: { R: { Type: 'AWS::SNS::Topic' } } });
const given = (ParameterValue: string) => [{ ParameterKey: 'P', ParameterValue }];

describe('what a request must have', () => {
  it('capabilities, by kind', () => {
    expect(() => modelOf({ TemplateBody: role({}) })).toThrow('Requires capabilities : [CAPABILITY_IAM]');
    const named = role({ RoleName: 'mine' });
    expect(() => modelOf({ TemplateBody: named, Capabilities: ['CAPABILITY_IAM'] })).toThrow(
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    );
    expect(
      modelOf({ TemplateBody: named, Capabilities: ['CAPABILITY_NAMED_IAM'] }).capabilities,
    ).toHaveLength(1);
  });

  it('a template of at most 51,200 bytes', () => {
    const of = (bytes: number) => {
      const empty = JSON.stringify({ Description: '', Resources: { R: { Type: 'AWS::SNS::Topic' } } });
      return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
    };
    expect(modelOf({ TemplateBody: of(51_200) }).templateBody).toHaveLength(51_200);
    expect(() => modelOf({ TemplateBody: of(51_201) })).toThrow('less than or equal to 51200');
  });

  it('parameters that hold to their rules', () => {
    const refused: [object, string, string][] = [
      [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
      [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'A', "Parameter 'P' must match pattern [a-z]+"],
      [{ Type: 'String', MaxLength: 2 }, 'abc', "Parameter 'P' must contain at most 2 characters"],
      [{ Type: 'Number', MinValue: 2 }, '1', "Parameter 'P' must be a number not less than 2"],
      [
        { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters' },
        'A',
        'failed to satisfy constraint: small letters',
      ],
      [
        { Type: 'AWS::SSM::Parameter::Value<String>' },
        '/x',
        'AWS::SSM::Parameter::Value<String> is not supported',
      ],
    ];
    for (const [definition, value, words] of refused) {
      expect(() => modelOf({ TemplateBody: parameters(definition), Parameters: given(value) })).toThrow(
        words,
      );
    }
    expect(() =>
      modelOf({ TemplateBody: role({}), Capabilities: ['CAPABILITY_IAM'], Parameters: given('x') }),
    ).toThrow('Parameters: [P] do not exist in the template');
    expect(modelOf({ TemplateBody: parameters({ Type: 'Number', Default: 5 }) }).parameters).toEqual({
      P: '5',
    });
  });

  it('no section that would be dropped', () => {
    const Resources = { R: { Type: 'AWS::SNS::Topic' } };
    expect(() =>
      parseTemplate(JSON.stringify({ Resources, Transform: 'AWS::Serverless-2016-10-31' })),
    ).toThrow("'Transform'");
    expect(() => parseTemplate(JSON.stringify({ Resources, Extra: {} }))).toThrow(
      'Invalid template property or properties [Extra]',
    );
    expect(() => parseTemplate('Resources:\n  R:\n    Type: AWS::SNS::Topic\n')).toThrow(
      'YAML templates are not supported',
    );
    expect(() =>
      checkTemplate(parseTemplate(JSON.stringify({ Resources: { R: { Type: 'Topic' } } }))),
    ).toThrow('Unrecognized resource types: [Topic]');
  });
});

describe('generated names', () => {
  const id = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,80}$/);
  const stack = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,100}$/);
  it('fit the limit, keep the random part, and start with the stack', () => {
    fc.assert(
      fc.property(stack, id, fc.integer({ min: 40, max: 255 }), (stackName, logicalId, maximum) => {
        const name = generatedName(stackName, logicalId, 'ABCDEFGHIJKL', { property: 'Name', maximum });
        expect(name.length).toBeLessThanOrEqual(maximum);
        expect(name.endsWith('-ABCDEFGHIJKL')).toBe(true);
        expect(name[0]).toBe(stackName[0]);
      }),
    );
  });
  it('is the whole of both where there is room', () => {
    expect(generatedName('thread', 'Stream', 'abc', { property: 'Name', maximum: 128 })).toBe(
      'thread-Stream-abc',
    );
  });
});

describe('the archive of inline code', () => {
  it("is read by another's unzip", () => {
    const folder = mkdtempSync(join(tmpdir(), 'workshop-zip-'));
    try {
      const code = `exports.handler = async () => 'Zürich ${'x'.repeat(5000)}';\n`;
      writeFileSync(join(folder, 'code.zip'), storedZip('index.js', Buffer.from(code)));
      const script =
        'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;sys.stdout.buffer.write(z.read("index.js"))';
      let read: string;
      try {
        read = execFileSync('python3', ['-c', script, join(folder, 'code.zip')], { encoding: 'utf8' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        console.log('no python3 here: the archive is read by the local Lambda only');
        return;
      }
      expect(read).toBe(code);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
