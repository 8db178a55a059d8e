// Generated from openapi.yaml by `yarn generate`. Do not edit.
// prettier-ignore
const rest = {
  "openapi": "3.1.0",
  "info": {"title":"Sceneshift lifecycle","version":"1","description":"Environments, generations, plans and rollouts; the protocol of supervisors; the frontends that the app loads. Errors are problem+json with a stable `code`. The organization comes from the credential; members of several send `X-Sceneshift-Organization`.","license":{"name":"Apache-2.0","identifier":"Apache-2.0"}},
  "servers": [{"url":"/api/lifecycle/v1"}],
  "security": [{"bearer":[]}],
} as const;

// prettier-ignore
const paths = {
  "/environments": {
    "get": {"operationId":"listEnvironments","summary":"Environments of the organization, with what serves in them","responses":{"200":{"description":"The environments","content":{"application/json":{"schema":{"$ref":"#/components/schemas/EnvironmentPage"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}": {
    "get": {"operationId":"getEnvironment","summary":"An environment with its plugins, their health, and its supervisors","parameters":[{"$ref":"#/components/parameters/environment"}],"responses":{"200":{"description":"The environment","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Environment"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/generations": {
    "get": {"operationId":"listGenerations","summary":"Generations, newest first","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/limit"},{"$ref":"#/components/parameters/cursor"}],"responses":{"200":{"description":"A page of generations","content":{"application/json":{"schema":{"$ref":"#/components/schemas/GenerationPage"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/generations/{number}": {
    "get": {"operationId":"getGeneration","summary":"A generation","parameters":[{"$ref":"#/components/parameters/environment"},{"name":"number","in":"path","required":true,"schema":{"type":"integer","minimum":1,"maximum":2147483647}}],"responses":{"200":{"description":"The generation","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Generation"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/plans": {
    "post": {"operationId":"createPlan","summary":"Plan a change: what it would do, and what speaks against it","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/idempotencyKey"}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/CreatePlanRequest"}}}},"responses":{"201":{"description":"The plan","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Plan"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/plans/{id}": {
    "get": {"operationId":"getPlan","summary":"A plan","parameters":[{"$ref":"#/components/parameters/id"}],"responses":{"200":{"description":"The plan","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Plan"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/rollouts": {
    "get": {"operationId":"listRollouts","summary":"Rollouts, newest first","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/limit"},{"$ref":"#/components/parameters/cursor"}],"responses":{"200":{"description":"A page of rollouts","content":{"application/json":{"schema":{"$ref":"#/components/schemas/RolloutPage"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
    "post": {"operationId":"startRollout","summary":"Bring a planned generation into service","description":"Refused with PLAN_HASH_MISMATCH, ROLLOUT_IN_PROGRESS, PLAN_STALE or PLAN_BLOCKED. Of two at once exactly one begins.","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/idempotencyKey"}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/StartRolloutRequest"}}}},"responses":{"202":{"description":"The rollout has begun","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Rollout"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/rollouts/{id}": {
    "get": {"operationId":"getRollout","summary":"A rollout with its steps","parameters":[{"$ref":"#/components/parameters/id"}],"responses":{"200":{"description":"The rollout","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Rollout"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/rollouts/{id}/cancel": {
    "post": {"operationId":"cancelRollout","summary":"End a rollout that is in progress: what served before goes on serving","parameters":[{"$ref":"#/components/parameters/id"},{"$ref":"#/components/parameters/idempotencyKey"}],"responses":{"200":{"description":"The cancelled rollout","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Rollout"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/plugins/{pluginId}/logs": {
    "get": {"operationId":"getPluginLogs","summary":"The newest log lines of a plugin's hosts, redacted","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/pluginId"}],"responses":{"200":{"description":"The lines","content":{"application/json":{"schema":{"$ref":"#/components/schemas/PluginLogs"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/secrets": {
    "get": {"operationId":"listSecrets","summary":"Names of secrets; values are never returned","parameters":[{"$ref":"#/components/parameters/environment"}],"responses":{"200":{"description":"The names","content":{"application/json":{"schema":{"$ref":"#/components/schemas/SecretPage"}}}},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/secrets/{name}": {
    "put": {"operationId":"putSecret","summary":"Write a secret; hosts that use it are replaced","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/secretName"}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/PutSecretRequest"}}}},"responses":{"204":{"description":"Written"},"default":{"$ref":"#/components/responses/Problem"}}},
    "delete": {"operationId":"deleteSecret","summary":"Delete a secret that no plugin uses","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/secretName"}],"responses":{"204":{"description":"Deleted"},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/desired": {
    "get": {"operationId":"getDesired","summary":"What a supervisor should run (long poll)","description":"Needs an API key of scope `environment:<name>:host`. Holds credentials of the hosts.","parameters":[{"$ref":"#/components/parameters/environment"},{"name":"replica","in":"query","description":"Id of the supervisor that asks: rollouts go from one to the next. Without it the answer is what the rollout brings.","schema":{"type":"string","pattern":"^[A-Za-z0-9._-]{1,128}$"}},{"name":"revision","in":"query","description":"The known revision: the answer waits for another one","schema":{"type":"string","maxLength":64}},{"name":"wait","in":"query","description":"Seconds to wait for a change","schema":{"type":"integer","minimum":0,"maximum":60,"default":0}}],"responses":{"200":{"description":"The desired state","content":{"application/json":{"schema":{"$ref":"#/components/schemas/DesiredState"}}}},"304":{"description":"Still the known revision"},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/environments/{environment}/replicas/{replicaId}/status": {
    "post": {"operationId":"reportStatus","summary":"What a supervisor does","description":"Needs an API key of scope `environment:<name>:host`.","parameters":[{"$ref":"#/components/parameters/environment"},{"$ref":"#/components/parameters/replicaId"}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ReplicaStatus"}}}},"responses":{"204":{"description":"Noted"},"default":{"$ref":"#/components/responses/Problem"}}},
  },
  "/remotes": {
    "get": {"operationId":"listRemotes","summary":"The frontends of the portal's environment","description":"Public: it is read before sign-in and holds nothing secret.","security":[],"responses":{"200":{"description":"The list","content":{"application/json":{"schema":{"$ref":"#/components/schemas/RemotesList"}}}},"304":{"description":"Still the known revision"},"default":{"$ref":"#/components/responses/Problem"}}},
  },
} as const;

// prettier-ignore
const components = {
  "securitySchemes": {
    "bearer": {"type":"http","scheme":"bearer","description":"An API key `ssk_…` or a Backstage token"},
  },
  "parameters": {
    "environment": {"name":"environment","in":"path","required":true,"schema":{"type":"string","maxLength":63}},
    "id": {"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid"}},
    "pluginId": {"name":"pluginId","in":"path","required":true,"schema":{"type":"string","pattern":"^[a-z][a-z0-9-]{0,99}$"}},
    "replicaId": {"name":"replicaId","in":"path","required":true,"schema":{"type":"string","pattern":"^[A-Za-z0-9._-]{1,128}$"}},
    "secretName": {"name":"name","in":"path","required":true,"schema":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"}},
    "limit": {"name":"limit","in":"query","schema":{"type":"integer","minimum":1,"maximum":100,"default":50}},
    "cursor": {"name":"cursor","in":"query","schema":{"type":"string","maxLength":64}},
    "idempotencyKey": {"name":"Idempotency-Key","in":"header","description":"The same key and body within 24 h get the stored answer; another body gets IDEMPOTENCY_KEY_REUSED","schema":{"type":"string","minLength":1,"maxLength":255}},
  },
  "responses": {
    "Problem": {"description":"A problem (RFC 9457)","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}},
  },
  "schemas": {
    "Problem": {"type":"object","required":["type","title","status","detail","code"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},"code":{"type":"string"}},"additionalProperties":true},
    "FailureReason": {"type":"object","required":["code","message"],"properties":{"code":{"type":"string"},"message":{"type":"string"},"pluginId":{"type":"string"},"replicaId":{"type":"string"}}},
    "PackageVersion": {"type":"object","required":["name","version","role"],"properties":{"name":{"type":"string"},"version":{"type":"string"},"role":{"type":"string"}}},
    "InstalledPlugin": {"type":"object","required":["pluginId","enabled","packages","health"],"properties":{"pluginId":{"type":"string"},"enabled":{"type":"boolean"},"packages":{"type":"array","items":{"$ref":"#/components/schemas/PackageVersion"}},"health":{"type":"string","enum":["serving","starting","failed","unavailable","disabled","frontend-only"]},"reason":{"$ref":"#/components/schemas/FailureReason"}}},
    "ReplicaSummary": {"type":"object","required":["id","address","backstageRelease","generation","lastSeenAt","alive"],"properties":{"id":{"type":"string"},"address":{"type":"string"},"backstageRelease":{"type":"string"},"generation":{"type":"integer"},"lastSeenAt":{"type":"string","format":"date-time"},"alive":{"type":"boolean"}}},
    "Environment": {"type":"object","required":["name","title","backstageRelease","current","servingGeneration","plugins","replicas"],"properties":{"name":{"type":"string"},"title":{"type":"string"},"backstageRelease":{"type":"string"},"current":{"type":"boolean"},"servingGeneration":{"type":"integer"},"activeRolloutId":{"type":"string"},"plugins":{"type":"array","items":{"$ref":"#/components/schemas/InstalledPlugin"}},"replicas":{"type":"array","items":{"$ref":"#/components/schemas/ReplicaSummary"}}}},
    "EnvironmentPage": {"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Environment"}},"nextCursor":{"type":"string"}}},
    "Generation": {"type":"object","required":["number","environment","createdAt","createdBy","state","summary","plugins"],"properties":{"number":{"type":"integer"},"environment":{"type":"string"},"createdAt":{"type":"string","format":"date-time"},"createdBy":{"type":"string"},"state":{"type":"string","enum":["proposed","serving","superseded","failed"]},"rolloutId":{"type":"string"},"summary":{"type":"string"},"plugins":{"type":"array","items":{"type":"object","required":["pluginId","enabled","packages"],"properties":{"pluginId":{"type":"string"},"enabled":{"type":"boolean"},"packages":{"type":"array","items":{"$ref":"#/components/schemas/PackageVersion"}}}}}}},
    "GenerationPage": {"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Generation"}},"nextCursor":{"type":"string"}}},
    "PluginChange": {"type":"object","required":["action","pluginId"],"properties":{"action":{"type":"string","enum":["install","upgrade","configure","enable","disable","remove"]},"pluginId":{"type":"string","pattern":"^[a-z][a-z0-9-]{0,99}$"},"packages":{"type":"object","maxProperties":50,"additionalProperties":{"type":"string","minLength":1,"maxLength":256},"description":"Package name to exact version or `latest`"},"config":{"type":"object","additionalProperties":true},"deleteData":{"type":"boolean"}},"additionalProperties":false},
    "RollbackChange": {"type":"object","required":["action","generation"],"properties":{"action":{"type":"string","enum":["rollback"]},"generation":{"type":"integer","minimum":0,"maximum":2147483647}},"additionalProperties":false},
    "PlannedChange": {"oneOf":[{"$ref":"#/components/schemas/PluginChange"},{"$ref":"#/components/schemas/RollbackChange"}]},
    "CreatePlanRequest": {"type":"object","required":["changes"],"properties":{"changes":{"type":"array","minItems":1,"maxItems":100,"items":{"$ref":"#/components/schemas/PlannedChange"}}},"additionalProperties":false},
    "PlanDiffEntry": {"type":"object","required":["pluginId","kind","packages","config","restartsHost","migrations"],"properties":{"pluginId":{"type":"string"},"kind":{"type":"string","enum":["install","upgrade","downgrade","reconfigure","enable","disable","remove","keep"]},"packages":{"type":"array","items":{"type":"object","required":["name","role"],"properties":{"name":{"type":"string"},"role":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"}}}},"config":{"type":"array","items":{"type":"object","required":["path","kind"],"properties":{"path":{"type":"string"},"kind":{"type":"string","enum":["added","changed","removed"]}}}},"restartsHost":{"type":"boolean"},"migrations":{"type":"string","enum":["none","compatible","one-way"]}}},
    "PlanProblem": {"type":"object","required":["code","message","severity"],"properties":{"code":{"type":"string"},"message":{"type":"string"},"pluginId":{"type":"string"},"packageName":{"type":"string"},"paths":{"type":"array","items":{"type":"string"}},"explanation":{"type":"string","description":"With VERSIONS_CONFLICT, why no versions go together, in numbered lines"},"fixes":{"type":"array","items":{"type":"object","required":["description"],"properties":{"description":{"type":"string"},"changes":{"type":"array","description":"What to plan instead, where the fix is a change of plugins","items":{"type":"object"}}}}},"severity":{"type":"string","enum":["blocking","warning"]}}},
    "ConfigForm": {"type":"object","required":["pluginId","schema","values","required"],"properties":{"pluginId":{"type":"string"},"schema":{"type":"object","additionalProperties":true},"values":{"type":"object","additionalProperties":true},"required":{"type":"array","items":{"type":"string"}}}},
    "Plan": {"type":"object","required":["id","environment","hash","baseGeneration","createdAt","createdBy","changes","diff","problems","configForms"],"properties":{"id":{"type":"string"},"environment":{"type":"string"},"hash":{"type":"string"},"baseGeneration":{"type":"integer"},"createdAt":{"type":"string","format":"date-time"},"createdBy":{"type":"string"},"changes":{"type":"array","items":{"$ref":"#/components/schemas/PlannedChange"}},"diff":{"type":"array","items":{"$ref":"#/components/schemas/PlanDiffEntry"}},"problems":{"type":"array","items":{"$ref":"#/components/schemas/PlanProblem"}},"configForms":{"type":"array","items":{"$ref":"#/components/schemas/ConfigForm"}}}},
    "StartRolloutRequest": {"type":"object","required":["planId","planHash"],"properties":{"planId":{"type":"string","format":"uuid"},"planHash":{"type":"string","maxLength":128}},"additionalProperties":false},
    "RolloutState": {"type":"string","enum":["fetching","verifying","starting","checking","serving","failed","rolledBack","cancelled"]},
    "RolloutStep": {"type":"object","required":["state","at"],"properties":{"state":{"$ref":"#/components/schemas/RolloutState"},"replicaId":{"type":"string"},"pluginId":{"type":"string"},"message":{"type":"string"},"at":{"type":"string","format":"date-time"}}},
    "RolloutParticipant": {"type":"object","required":["id","state","alive"],"properties":{"id":{"type":"string"},"position":{"type":"integer","description":"The canary is 1; absent while it waits for its turn"},"state":{"type":"string","enum":["waiting","fetching","verifying","starting","checking","serving","failed","rolledBack"]},"alive":{"type":"boolean"}}},
    "Rollout": {"type":"object","required":["id","environment","planId","fromGeneration","toGeneration","state","steps","createdAt","createdBy"],"properties":{"id":{"type":"string"},"environment":{"type":"string"},"planId":{"type":"string"},"fromGeneration":{"type":"integer"},"toGeneration":{"type":"integer"},"state":{"$ref":"#/components/schemas/RolloutState"},"steps":{"type":"array","items":{"$ref":"#/components/schemas/RolloutStep"}},"replicas":{"type":"array","description":"While it is in progress: the supervisors that take part, the canary first","items":{"$ref":"#/components/schemas/RolloutParticipant"}},"reason":{"$ref":"#/components/schemas/FailureReason"},"logs":{"type":"array","items":{"type":"string"}},"createdAt":{"type":"string","format":"date-time"},"createdBy":{"type":"string"},"endedAt":{"type":"string","format":"date-time"}}},
    "RolloutPage": {"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Rollout"}},"nextCursor":{"type":"string"}}},
    "PluginLogs": {"type":"object","required":["pluginId","replicas"],"properties":{"pluginId":{"type":"string"},"replicas":{"type":"array","items":{"type":"object","required":["replicaId","lines","updatedAt"],"properties":{"replicaId":{"type":"string"},"lines":{"type":"array","items":{"type":"string"}},"updatedAt":{"type":"string","format":"date-time"}}}}}},
    "Secret": {"type":"object","required":["name","updatedAt","updatedBy"],"properties":{"name":{"type":"string"},"updatedAt":{"type":"string","format":"date-time"},"updatedBy":{"type":"string"}}},
    "SecretPage": {"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Secret"}},"nextCursor":{"type":"string"}}},
    "PutSecretRequest": {"type":"object","required":["value"],"properties":{"value":{"type":"string","minLength":1,"maxLength":65536}},"additionalProperties":false},
    "HostPolicy": {"type":"object","required":[],"properties":{"gateTimeoutMs":{"type":"integer"},"probationMs":{"type":"integer"},"drainTimeoutMs":{"type":"integer"},"maxOldSpaceMb":{"type":"integer"},"maxRssMb":{"type":"integer"},"heartbeatTimeoutMs":{"type":"integer"},"requestTimeoutMs":{"type":"integer"}}},
    "DesiredState": {"type":"object","required":["environment","revision","generation","backstageRelease","hosts","sharedConfig","policy"],"properties":{"environment":{"type":"string"},"revision":{"type":"string"},"generation":{"type":"integer"},"rolloutId":{"type":"string"},"backstageRelease":{"type":"string"},"hosts":{"type":"array","items":{"$ref":"#/components/schemas/DesiredHost"}},"sharedConfig":{"type":"object","additionalProperties":true},"policy":{"$ref":"#/components/schemas/HostPolicy"}}},
    "DesiredHost": {"type":"object","required":["pluginId","specDigest","packages","config","database","signingKey"],"properties":{"pluginId":{"type":"string"},"specDigest":{"type":"string"},"packages":{"type":"array","items":{"type":"object","required":["name","version","role","digest","downloadPath","size"],"properties":{"name":{"type":"string"},"version":{"type":"string"},"role":{"type":"string"},"digest":{"type":"string"},"downloadPath":{"type":"string"},"size":{"type":"integer"}}}},"config":{"type":"object","additionalProperties":true},"database":{"type":"object","required":["host","port","user","password","database"],"properties":{"host":{"type":"string"},"port":{"type":"integer"},"user":{"type":"string"},"password":{"type":"string"},"database":{"type":"string"}}},"signingKey":{"type":"object","required":["keyId","publicKey","privateKey"],"properties":{"keyId":{"type":"string"},"publicKey":{"type":"string"},"privateKey":{"type":"string"}}}}},
    "ReplicaStatus": {"type":"object","required":["address","backstageRelease","revision","generation","hosts"],"properties":{"address":{"type":"string","pattern":"^https?://[^/?#@]+$","maxLength":512},"backstageRelease":{"type":"string","maxLength":64},"revision":{"type":"string","maxLength":64},"generation":{"type":"integer","minimum":0},"rollout":{"$ref":"#/components/schemas/ReplicaRollout"},"hosts":{"type":"array","maxItems":2000,"items":{"$ref":"#/components/schemas/ReplicaHost"}}}},
    "ReplicaRollout": {"type":"object","required":["generation","state"],"properties":{"rolloutId":{"type":"string"},"generation":{"type":"integer"},"state":{"type":"string","enum":["fetching","verifying","starting","checking","serving","failed","rolledBack"]},"reason":{"$ref":"#/components/schemas/FailureReason"},"logs":{"$ref":"#/components/schemas/LogLines"}}},
    "ReplicaHost": {"type":"object","required":["pluginId","specDigest","state","restarts"],"properties":{"pluginId":{"type":"string","pattern":"^[a-z][a-z0-9-]{0,99}$"},"specDigest":{"type":"string"},"state":{"type":"string","enum":["starting","serving","draining","failed","stopped"]},"pid":{"type":"integer"},"rss":{"type":"integer"},"restarts":{"type":"integer"},"startedAt":{"type":"string"},"reason":{"$ref":"#/components/schemas/FailureReason"},"logs":{"$ref":"#/components/schemas/LogLines"}}},
    "LogLines": {"type":"array","maxItems":1000,"items":{"type":"string"}},
    "RemoteEntry": {"type":"object","required":["pluginId","packageName","version","federationName","manifestPath","entryPath","entryIntegrity","exposes"],"properties":{"pluginId":{"type":"string"},"packageName":{"type":"string"},"version":{"type":"string"},"federationName":{"type":"string"},"manifestPath":{"type":"string"},"entryPath":{"type":"string"},"entryIntegrity":{"type":"string"},"exposes":{"type":"array","items":{"type":"string"}}}},
    "RemotesList": {"type":"object","required":["environment","revision","remotes","config","reservedPluginIds"],"properties":{"environment":{"type":"string"},"revision":{"type":"string"},"remotes":{"type":"array","items":{"$ref":"#/components/schemas/RemoteEntry"}},"config":{"type":"object","required":["data","extensions"],"properties":{"data":{"type":"object","additionalProperties":true},"extensions":{"type":"array","items":{}}}},"reservedPluginIds":{"type":"array","items":{"type":"string"}}}},
  },
} as const;

/** The contract, as served at `/v1/openapi.json`. */
export const spec = { ...rest, paths, components };
