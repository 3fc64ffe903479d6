// Command terraform-provider-olds is a provider on the SDK that most providers of clouds still
// use, for tests of what speaks with providers: protocol 5. It writes the calls that a test may ask
// for to the file in OLDS_LOG, and does what names of its objects say: "panic", "hang", "fail".
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/go-cty/cty"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-plugin-sdk/v2/plugin"
)

func main() {
	if dir := os.Getenv("OLDS_SOCKET_DIR"); dir != "" {
		// As an older program does: it listens where it likes.
		_ = os.Setenv("PLUGIN_UNIX_SOCKET_DIR", dir)
	}
	plugin.Serve(&plugin.ServeOpts{
		ProviderFunc: provider,
		ProviderAddr: "example.org/test/olds",
		Debug:        os.Getenv("OLDS_DEBUG") != "",
	})
}

// note appends a line to the log that tests read.
func note(format string, arguments ...any) {
	name := os.Getenv("OLDS_LOG")
	if name == "" {
		return
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = fmt.Fprintf(file, format+"\n", arguments...)
}

func provider() *schema.Provider {
	p := &schema.Provider{
		Schema: map[string]*schema.Schema{
			"prefix": {Type: schema.TypeString, Optional: true},
			"token":  {Type: schema.TypeString, Optional: true, Sensitive: true},
		},
		ProviderMetaSchema: map[string]*schema.Schema{
			"module": {Type: schema.TypeString, Optional: true},
		},
		ResourcesMap:   map[string]*schema.Resource{"olds_thing": thing()},
		DataSourcesMap: map[string]*schema.Resource{"olds_lookup": lookup()},
	}
	p.ConfigureContextFunc = func(ctx context.Context, d *schema.ResourceData) (any, diag.Diagnostics) {
		note("configure %s %s", d.Get("prefix"), d.Get("token"))
		if d.Get("prefix") == "bad" {
			return nil, diag.Diagnostics{{Severity: diag.Error, Summary: "Bad prefix",
				Detail: "The prefix must not be bad.", AttributePath: cty.GetAttrPath("prefix")}}
		}
		return d.Get("prefix").(string), nil
	}
	return p
}

func thing() *schema.Resource {
	return &schema.Resource{
		SchemaVersion: 1,
		Schema: map[string]*schema.Schema{
			"name":           {Type: schema.TypeString, Required: true, ForceNew: true},
			"size":           {Type: schema.TypeInt, Optional: true, Default: 1},
			"tags":           {Type: schema.TypeMap, Optional: true, Elem: &schema.Schema{Type: schema.TypeString}},
			"secret":         {Type: schema.TypeString, Optional: true, Sensitive: true, WriteOnly: true},
			"secret_version": {Type: schema.TypeInt, Optional: true},
			"address":        {Type: schema.TypeString, Computed: true},
			"access": {Type: schema.TypeList, Optional: true, Elem: &schema.Resource{Schema: map[string]*schema.Schema{
				"user":     {Type: schema.TypeString, Optional: true},
				"password": {Type: schema.TypeString, Optional: true, WriteOnly: true},
			}}},
		},
		Identity: &schema.ResourceIdentity{SchemaFunc: func() map[string]*schema.Schema {
			return map[string]*schema.Schema{"id": {Type: schema.TypeString, RequiredForImport: true}}
		}},
		StateUpgraders: []schema.StateUpgrader{{
			Version: 0,
			Type:    cty.Object(map[string]cty.Type{"id": cty.String, "title": cty.String}),
			Upgrade: func(_ context.Context, raw map[string]any, _ any) (map[string]any, error) {
				raw["name"] = raw["title"]
				delete(raw, "title")
				return raw, nil
			},
		}},
		Importer:      &schema.ResourceImporter{StateContext: schema.ImportStatePassthroughContext},
		CreateContext: create,
		ReadContext:   read,
		UpdateContext: update,
		DeleteContext: remove,
	}
}

func meta(call string, d *schema.ResourceData) {
	told := struct {
		Module string `cty:"module"`
	}{}
	if err := d.GetProviderMeta(&told); err == nil && told.Module != "" {
		note("%s for %s", call, told.Module)
	}
}

func secrets(call string, d *schema.ResourceData) {
	config := d.GetRawConfig()
	if secret := config.GetAttr("secret"); !secret.IsNull() {
		note("%s secret %s", call, secret.AsString())
	}
	access := config.GetAttr("access")
	for i := 0; !access.IsNull() && i < access.LengthInt(); i++ {
		if password := access.Index(cty.NumberIntVal(int64(i))).GetAttr("password"); !password.IsNull() {
			note("%s password %s", call, password.AsString())
		}
	}
}

func identify(d *schema.ResourceData) diag.Diagnostics {
	identity, err := d.Identity()
	if err == nil {
		err = identity.Set("id", d.Id())
	}
	return diag.FromErr(err)
}

func create(ctx context.Context, d *schema.ResourceData, prefix any) diag.Diagnostics {
	note("create %s", d.Get("name"))
	meta("create", d)
	secrets("create", d)
	switch d.Get("name") {
	case "panic":
		panic("an old thing named panic")
	case "fail":
		return diag.Errorf("there is no room for it")
	case "hang":
		note("hanging")
		<-ctx.Done()
		note("stopped")
		return diag.Errorf("stopped")
	}
	d.SetId(prefix.(string) + d.Get("name").(string))
	if err := d.Set("address", "address of "+d.Id()); err != nil {
		return diag.FromErr(err)
	}
	return identify(d)
}

func read(_ context.Context, d *schema.ResourceData, _ any) diag.Diagnostics {
	note("read %s", d.Id())
	meta("read", d)
	if d.Get("name") == "" {
		// It was imported.
		if err := d.Set("name", d.Id()); err != nil {
			return diag.FromErr(err)
		}
	}
	return identify(d)
}

func update(_ context.Context, d *schema.ResourceData, _ any) diag.Diagnostics {
	note("update %s", d.Id())
	meta("update", d)
	secrets("update", d)
	return identify(d)
}

func remove(_ context.Context, d *schema.ResourceData, _ any) diag.Diagnostics {
	note("delete %s", d.Id())
	meta("delete", d)
	return nil
}

func lookup() *schema.Resource {
	return &schema.Resource{
		Schema: map[string]*schema.Schema{
			"name":  {Type: schema.TypeString, Required: true},
			"value": {Type: schema.TypeString, Computed: true},
		},
		ReadContext: func(_ context.Context, d *schema.ResourceData, _ any) diag.Diagnostics {
			meta("lookup", d)
			d.SetId(d.Get("name").(string))
			return diag.FromErr(d.Set("value", "value of "+d.Id()))
		},
	}
}
