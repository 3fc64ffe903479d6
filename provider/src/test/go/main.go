// Command terraform-provider-things is a provider on the real SDK, for tests of what speaks with
// providers: protocol 5 or 6, every call.
package main

import (
	"context"
	"log"
	"os"
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
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func six() bool { return os.Getenv("THINGS_PROTOCOL") != "5" }

func main() {
	version := 6
	if !six() {
		version = 5
	}
	err := providerserver.Serve(context.Background(), func() provider.Provider { return &things{} },
		providerserver.ServeOpts{Address: "example.org/test/things", ProtocolVersion: version})
	if err != nil {
		log.Fatal(err)
	}
}

type things struct{ prefix string }

func (p *things) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "things"
}

func (p *things) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"prefix": schema.StringAttribute{Optional: true},
	}}
}

func (p *things) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var prefix types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("prefix"), &prefix)...)
	p.prefix = prefix.ValueString()
	if p.prefix == "bad" {
		resp.Diagnostics.AddAttributeError(path.Root("prefix"), "Bad prefix", "The prefix must not be bad.")
	}
	resp.ResourceData = p
}

func (p *things) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &thing{} }}
}

func (p *things) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return lookup{} }}
}

func (p *things) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return token{} }}
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
		"secret":   resourceschema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true},
		"anything": resourceschema.DynamicAttribute{Optional: true},
	}
	if six() {
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

func (t *thing) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
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
	kept, diagnostics := req.Private.GetKey(ctx, "secret")
	resp.Diagnostics.Append(diagnostics...)
	if kept != nil {
		resp.Diagnostics.AddWarning("Kept", string(kept))
	}
}

func (t *thing) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (t *thing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

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

type token struct{}

func (token) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "things_token"
}

func (token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"token": ephemeralschema.StringAttribute{Computed: true, Sensitive: true}}}
}

func (token) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("token"), "t0ken")...)
	resp.RenewAt = time.Unix(2_000_000_000, 5)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "lease", []byte(`"first"`))...)
}

func (token) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	lease, diagnostics := req.Private.GetKey(ctx, "lease")
	resp.Diagnostics.Append(diagnostics...)
	resp.Diagnostics.Append(diag.NewWarningDiagnostic("Renewed", string(lease)))
	resp.RenewAt = time.Unix(2_000_000_100, 0)
}

func (token) Close(_ context.Context, _ ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	resp.Diagnostics.AddWarning("Closed", "")
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
