// Command terraform-provider-things is a provider on the plugin framework, for tests of what speaks
// with providers: protocol 5 or 6, every call. It writes each call that a test may ask for to the
// file in THINGS_LOG, and does what names of its objects say: "panic", "hang", "defer".
package main

import (
	"context"
	"log"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/metaschema"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func six() bool { return os.Getenv("THINGS_PROTOCOL") != "5" }

func main() {
	version := 6
	if !six() {
		version = 5
	}
	if dir := os.Getenv("THINGS_SOCKET_DIR"); dir != "" {
		// As an older program does: it listens where it likes.
		_ = os.Setenv("PLUGIN_UNIX_SOCKET_DIR", dir)
	}
	err := providerserver.Serve(context.Background(), func() provider.Provider { return &things{} },
		providerserver.ServeOpts{Address: "example.org/test/things", ProtocolVersion: version,
			Debug: os.Getenv("THINGS_DEBUG") != ""})
	if err != nil {
		log.Fatal(err)
	}
}

type things struct{ prefix string }

// note appends a line to the log that tests read.
func note(line string) {
	name := os.Getenv("THINGS_LOG")
	if name == "" {
		return
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = file.WriteString(line + "\n")
}

func (p *things) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "things"
}

func (p *things) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"prefix": schema.StringAttribute{Optional: true},
		"token":  schema.StringAttribute{Optional: true, Sensitive: true},
	}}
}

func (p *things) MetaSchema(_ context.Context, _ provider.MetaSchemaRequest, resp *provider.MetaSchemaResponse) {
	resp.Schema = metaschema.Schema{Attributes: map[string]metaschema.Attribute{
		"module": metaschema.StringAttribute{Optional: true},
	}}
}

func (p *things) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var prefix, token types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("prefix"), &prefix)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("token"), &token)...)
	note("configure " + prefix.String() + " " + token.String())
	if prefix.IsUnknown() && req.ClientCapabilities.DeferralAllowed {
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	p.prefix = prefix.ValueString()
	if p.prefix == "bad" {
		resp.Diagnostics.AddAttributeError(path.Root("prefix"), "Bad prefix", "The prefix must not be bad.")
	}
	resp.ResourceData = p
	resp.EphemeralResourceData = p
}

func (p *things) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &thing{} }}
}

func (p *things) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return lookup{} }}
}

func (p *things) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &token{} }}
}

func (p *things) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return join{} }}
}

func (p *things) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return &thing{} }}
}

func (p *things) Actions(context.Context) []func() action.Action { return nil }

type thing struct{ prefix string }

func (t *thing) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if p, ok := req.ProviderData.(*things); ok {
		t.prefix = p.prefix
	}
}

func (t *thing) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "things_thing"
}

func (t *thing) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]resourceschema.Attribute{
		"id": resourceschema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{
			stringplanmodifier.UseStateForUnknown()}},
		"name": resourceschema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{
			stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
				resp.RequiresReplace = strings.HasPrefix(req.ConfigValue.ValueString(), "new-")
			}, "", "")}},
		"count_of": resourceschema.NumberAttribute{Optional: true},
		"secret": resourceschema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true,
			PlanModifiers: []planmodifier.String{
				stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
					resp.RequiresReplace = strings.HasPrefix(req.ConfigValue.ValueString(), "new-")
				}, "", "")}},
		"anything": resourceschema.DynamicAttribute{Optional: true},
	}
	attributes["secret_version"] = resourceschema.Int64Attribute{Optional: true}
	if six() {
		attributes["logins"] = resourceschema.MapNestedAttribute{Optional: true,
			NestedObject: resourceschema.NestedAttributeObject{Attributes: map[string]resourceschema.Attribute{
				"user":     resourceschema.StringAttribute{Optional: true},
				"password": resourceschema.StringAttribute{Optional: true, WriteOnly: true},
			}}}
		attributes["disks"] = resourceschema.ListNestedAttribute{Optional: true,
			NestedObject: resourceschema.NestedAttributeObject{Attributes: map[string]resourceschema.Attribute{
				"size": resourceschema.Int64Attribute{Required: true},
				"path": resourceschema.StringAttribute{Optional: true, Computed: true},
			}}}
	}
	resp.Schema = resourceschema.Schema{Version: 1, Attributes: attributes,
		Blocks: map[string]resourceschema.Block{
			"port": resourceschema.SetNestedBlock{NestedObject: resourceschema.NestedBlockObject{
				Attributes: map[string]resourceschema.Attribute{
					"number": resourceschema.Int64Attribute{Required: true}}}},
			"access": resourceschema.ListNestedBlock{NestedObject: resourceschema.NestedBlockObject{
				Attributes: map[string]resourceschema.Attribute{
					"user":     resourceschema.StringAttribute{Optional: true},
					"password": resourceschema.StringAttribute{Optional: true, WriteOnly: true}}}},
		}}
}

func (t *thing) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true}}}
}

func (t *thing) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if name.ValueString() == "warn" {
		resp.Diagnostics.AddAttributeWarning(path.Root("name"), "Odd name", "Such a name is odd.")
	}
}

func (t *thing) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	note("plan meta " + req.ProviderMeta.Raw.String())
	var name types.String
	if !req.Config.Raw.IsNull() {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	}
	if name.ValueString() == "defer" && (req.ClientCapabilities.DeferralAllowed || os.Getenv("THINGS_DEFER") != "") {
		resp.Deferred = &resource.Deferred{Reason: resource.DeferredReasonAbsentPrereq}
	}
}

// noteConfig writes what is write-only, which nobody else sees.
func noteConfig(call string, config tfsdk.Config) {
	var found []string
	_ = tftypes.Walk(config.Raw, func(at *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		name, isName := at.LastStep().(tftypes.AttributeName)
		var text *string
		if isName && (name == "secret" || name == "password") && value.As(&text) == nil && text != nil {
			found = append(found, at.String()+"="+*text)
		}
		return true, nil
	})
	note(call + " config " + strings.Join(found, " "))
}

func (t *thing) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	note("create meta " + req.ProviderMeta.Raw.String())
	noteConfig("create", req.Config)
	var name, secret types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &name)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("secret"), &secret)...)
	if name.ValueString() == "panic" {
		panic("a thing named panic")
	}
	id := t.prefix + name.ValueString()
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
	if six() {
		var disks types.List
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("disks"), &disks)...)
		for i := range disks.Elements() {
			var known types.String
			at := path.Root("disks").AtListIndex(i).AtName("path")
			resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, at, &known)...)
			if known.IsUnknown() {
				resp.Diagnostics.Append(resp.State.SetAttribute(ctx, at, "/dev/"+id)...)
			}
		}
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "secret", []byte(`"`+secret.ValueString()+`"`))...)
}

func (t *thing) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	note("read meta " + req.ProviderMeta.Raw.String())
	kept, diagnostics := req.Private.GetKey(ctx, "secret")
	resp.Diagnostics.Append(diagnostics...)
	if resp.Identity != nil && resp.Identity.Raw.IsNull() {
		// An engine that keeps no identities has none to give.
		var id types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
	}
	if kept != nil && os.Getenv("THINGS_LOG") == "" {
		resp.Diagnostics.AddWarning("Kept", string(kept))
	}
}

func (t *thing) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	note("update meta " + req.ProviderMeta.Raw.String())
	noteConfig("update", req.Config)
	resp.State.Raw = req.Plan.Raw
}

func (t *thing) Delete(_ context.Context, req resource.DeleteRequest, _ *resource.DeleteResponse) {
	note("delete meta " + req.ProviderMeta.Raw.String())
}

func (t *thing) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

func (t *thing) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{0: {StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
		resp.State.Raw = tftypes.NewValue(resp.State.Schema.Type().TerraformType(ctx), nil)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), "upgraded "+string(req.RawState.JSON))...)
	}}}
}

func (t *thing) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if req.SourceTypeName != "other_thing" {
			return
		}
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("name"), "moved from "+req.SourceProviderAddress)...)
	}}}
}

func (t *thing) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{Attributes: map[string]listschema.Attribute{
		"like": listschema.StringAttribute{Optional: true}}}
}

func (t *thing) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		for i, name := range []string{"one", "two", "three"} {
			if req.Limit > 0 && int64(i) >= req.Limit {
				return
			}
			result := req.NewListResult(ctx)
			result.DisplayName = name
			result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), name)...)
			if req.IncludeResource {
				result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("name"), name)...)
			}
			if !push(result) {
				return
			}
		}
	}
}

type lookup struct{}

func (lookup) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "things_lookup"
}

func (lookup) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{Attributes: map[string]dataschema.Attribute{
		"name":  dataschema.StringAttribute{Required: true},
		"value": dataschema.StringAttribute{Computed: true},
	}}
}

func (lookup) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("value"), "value of "+name.ValueString())...)
}

type token struct{ prefix string }

func (token) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "things_token"
}

func (token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"name":   ephemeralschema.StringAttribute{Optional: true},
		"every":  ephemeralschema.Int64Attribute{Optional: true},
		"prefix": ephemeralschema.StringAttribute{Computed: true},
		"token":  ephemeralschema.StringAttribute{Computed: true, Sensitive: true}}}
}

func (t *token) Configure(_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	if p, ok := req.ProviderData.(*things); ok {
		t.prefix = p.prefix
	}
}

func (token) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if name.ValueString() == "invalid" {
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Bad name", "A token must not have this name.")
	}
}

func (t *token) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var name types.String
	var every types.Int64
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("every"), &every)...)
	note("open " + name.ValueString())
	resp.Result.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("prefix"), t.prefix)...)
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("token"), "t0ken"+name.ValueString())...)
	switch name.ValueString() {
	case "":
		resp.RenewAt = time.Unix(2_000_000_000, 5)
	case "fail-open":
		resp.Diagnostics.AddError("Not opened", "There is no token today.")
	case "warn-open":
		resp.Diagnostics.AddWarning("Opened late", "The token is nearly used up.")
	case "panic":
		panic("a token named panic")
	case "hang":
		<-ctx.Done()
	case "defer":
		if req.ClientCapabilities.DeferralAllowed || os.Getenv("THINGS_DEFER") != "" {
			resp.Deferred = &ephemeral.Deferred{Reason: ephemeral.DeferredReasonAbsentPrereq}
		}
	}
	if !every.IsNull() {
		resp.RenewAt = time.Now().Add(time.Duration(every.ValueInt64()) * time.Second)
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "name", []byte(strconv.Quote(name.ValueString())))...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "lease", []byte(`"first"`))...)
}

func (token) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	lease, diagnostics := req.Private.GetKey(ctx, "lease")
	resp.Diagnostics.Append(diagnostics...)
	name, diagnostics := req.Private.GetKey(ctx, "name")
	resp.Diagnostics.Append(diagnostics...)
	note("renew " + string(name))
	switch string(name) {
	case `""`:
		resp.Diagnostics.Append(diag.NewWarningDiagnostic("Renewed", string(lease)))
		resp.RenewAt = time.Unix(2_000_000_100, 0)
	case `"fail-renew"`:
		resp.Diagnostics.AddError("Not renewed", "The token was taken back.")
	case `"panic-renew"`:
		panic("a token named panic-renew")
	default:
		resp.RenewAt = time.Now().Add(time.Second)
	}
}

func (token) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	name, diagnostics := req.Private.GetKey(ctx, "name")
	resp.Diagnostics.Append(diagnostics...)
	note("close " + string(name))
	switch string(name) {
	case `""`:
		resp.Diagnostics.AddWarning("Closed", "")
	case `"fail-close"`:
		resp.Diagnostics.AddError("Not closed", "The token is still there.")
	case `"panic-close"`:
		panic("a token named panic-close")
	}
}

type join struct{}

func (join) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "join"
}

func (join) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Parameters:        []function.Parameter{function.StringParameter{Name: "by", AllowNullValue: true}},
		VariadicParameter: function.StringParameter{Name: "words"},
		Return:            function.StringReturn{},
	}
}

func (join) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var by types.String
	var words []string
	if resp.Error = req.Arguments.Get(ctx, &by, &words); resp.Error != nil {
		return
	}
	if len(words) == 0 {
		resp.Error = function.NewArgumentFuncError(1, "no words")
		return
	}
	resp.Error = resp.Result.Set(ctx, strings.Join(words, by.ValueString()))
}
