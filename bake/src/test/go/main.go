// A Packer plugin with one component of each kind. Its machines are folders of this host.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/packer-plugin-sdk/packer"
	"github.com/hashicorp/packer-plugin-sdk/plugin"
	"github.com/hashicorp/packer-plugin-sdk/template/config"
	"github.com/hashicorp/packer-plugin-sdk/version"
	"github.com/zclconf/go-cty/cty"
)

type disk struct {
	Size int    `mapstructure:"size"`
	Name string `mapstructure:"name"`
}

// The flat forms are what configurations come in: everything may be missing.
type flatDisk struct {
	Size *int    `mapstructure:"size" cty:"size"`
	Name *string `mapstructure:"name" cty:"name"`
}

type flatBuilder struct {
	Folder *string           `mapstructure:"folder" cty:"folder"`
	Image  *string           `mapstructure:"image" cty:"image"`
	Fault  *string           `mapstructure:"fault" cty:"fault"`
	Tags   map[string]string `mapstructure:"tags" cty:"tags"`
	Zones  []string          `mapstructure:"zones" cty:"zones"`
	Disks  []flatDisk        `mapstructure:"disk" cty:"disk"`
}

func (*flatBuilder) HCL2Spec() map[string]hcldec.Spec { return new(builder).ConfigSpec() }
func (*builderConfig) FlatMapstructure() interface{ HCL2Spec() map[string]hcldec.Spec } {
	return new(flatBuilder)
}

type flatProvisioner struct {
	Command *string `mapstructure:"command" cty:"command"`
	Content *string `mapstructure:"content" cty:"content"`
	Path    *string `mapstructure:"path" cty:"path"`
}

func (*flatProvisioner) HCL2Spec() map[string]hcldec.Spec { return new(provisioner).ConfigSpec() }
func (*provisionerConfig) FlatMapstructure() interface{ HCL2Spec() map[string]hcldec.Spec } {
	return new(flatProvisioner)
}

type flatPost struct {
	Suffix *string `mapstructure:"suffix" cty:"suffix"`
}

func (*flatPost) HCL2Spec() map[string]hcldec.Spec { return new(post).ConfigSpec() }
func (*postConfig) FlatMapstructure() interface{ HCL2Spec() map[string]hcldec.Spec } {
	return new(flatPost)
}

type builderConfig struct {
	Folder string            `mapstructure:"folder"`
	Image  string            `mapstructure:"image"`
	Fault  string            `mapstructure:"fault"`
	Tags   map[string]string `mapstructure:"tags"`
	Zones  []string          `mapstructure:"zones"`
	Disks  []disk            `mapstructure:"disk"`
}

type builder struct{ config builderConfig }

func attribute(name string, kind cty.Type) hcldec.Spec {
	return &hcldec.AttrSpec{Name: name, Type: kind, Required: false}
}

func (b *builder) ConfigSpec() hcldec.ObjectSpec {
	return hcldec.ObjectSpec{
		"folder": attribute("folder", cty.String),
		"image":  attribute("image", cty.String),
		"fault":  attribute("fault", cty.String),
		"tags":   attribute("tags", cty.Map(cty.String)),
		"zones":  attribute("zones", cty.List(cty.String)),
		"disk": &hcldec.BlockListSpec{TypeName: "disk", Nested: hcldec.ObjectSpec{
			"size": attribute("size", cty.Number),
			"name": attribute("name", cty.String),
		}},
	}
}

func (b *builder) Prepare(raws ...interface{}) ([]string, []string, error) {
	if err := config.Decode(&b.config, &config.DecodeOpts{}, raws...); err != nil {
		return nil, nil, err
	}
	if b.config.Folder == "" {
		return nil, nil, errors.New("folder must be set")
	}
	var warnings []string
	if len(b.config.Zones) > 2 {
		warnings = append(warnings, "more than two zones cost more")
	}
	return []string{"Region"}, warnings, nil
}

func (b *builder) Run(ctx context.Context, ui packer.Ui, hook packer.Hook) (packer.Artifact, error) {
	machine := filepath.Join(b.config.Folder, "machine")
	if err := os.MkdirAll(machine, 0o755); err != nil {
		return nil, err
	}
	defer os.RemoveAll(machine)
	ui.Say(fmt.Sprintf("Creating a machine with %d disks, tags %v", len(b.config.Disks), b.config.Tags))
	switch b.config.Fault {
	case "crash":
		fmt.Fprintln(os.Stderr, "panic: out of luck")
		os.Exit(2)
	case "refuse":
		return nil, errors.New("the cloud has no room")
	case "hang":
		<-ctx.Done()
		return nil, ctx.Err()
	}
	communicator := &folder{path: machine}
	data := map[string]interface{}{"ID": "machine-1", "Region": "here", "Number": 7}
	if err := hook.Run(ctx, packer.HookProvision, ui, communicator, data); err != nil {
		ui.Error("Removing the machine")
		return nil, err
	}
	var files []string
	err := filepath.Walk(machine, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	image := filepath.Join(b.config.Folder, b.config.Image)
	var names []string
	for _, file := range files {
		name, _ := filepath.Rel(machine, file)
		names = append(names, name)
	}
	if err := os.WriteFile(image, []byte(strings.Join(names, "\n")+"\n"), 0o644); err != nil {
		return nil, err
	}
	return &artifact{id: "here:" + b.config.Image, files: []string{image}}, nil
}

type artifact struct {
	id    string
	files []string
}

func (a *artifact) BuilderId() string             { return "ingot.things" }
func (a *artifact) Files() []string               { return a.files }
func (a *artifact) Id() string                    { return a.id }
func (a *artifact) String() string                { return "an image: " + a.id }
func (a *artifact) State(name string) interface{} { return nil }
func (a *artifact) Destroy() error                { return nil }

// folder is a machine: its commands run in a folder, its absolute paths are below it.
type folder struct{ path string }

func (f *folder) inside(path string) string { return filepath.Join(f.path, path) }

func (f *folder) Start(ctx context.Context, cmd *packer.RemoteCmd) error {
	run := exec.Command("/bin/sh", "-c", cmd.Command)
	run.Dir = f.path
	run.Env = append(os.Environ(), "ROOT="+f.path)
	run.Stdin, run.Stdout, run.Stderr = cmd.Stdin, cmd.Stdout, cmd.Stderr
	if err := run.Start(); err != nil {
		return err
	}
	go func() {
		err := run.Wait()
		code := run.ProcessState.ExitCode()
		if err != nil && code < 0 {
			code = 137
		}
		cmd.SetExited(code)
	}()
	return nil
}

func (f *folder) Upload(path string, content io.Reader, info *os.FileInfo) error {
	target := f.inside(path)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	out, err := os.Create(target)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, content)
	return err
}

func (f *folder) UploadDir(target, source string, exclude []string) error {
	return exec.Command("cp", "-a", source+".", f.inside(target)).Run()
}

func (f *folder) Download(path string, content io.Writer) error {
	in, err := os.Open(f.inside(path))
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.Copy(content, in)
	return err
}

func (f *folder) DownloadDir(source, target string, exclude []string) error {
	return exec.Command("cp", "-a", f.inside(source)+".", target).Run()
}

type provisionerConfig struct {
	Command string `mapstructure:"command"`
	Content string `mapstructure:"content"`
	Path    string `mapstructure:"path"`
}

type provisioner struct{ config provisionerConfig }

func (p *provisioner) ConfigSpec() hcldec.ObjectSpec {
	return hcldec.ObjectSpec{
		"command": attribute("command", cty.String),
		"content": attribute("content", cty.String),
		"path":    attribute("path", cty.String),
	}
}

func (p *provisioner) Prepare(raws ...interface{}) error {
	if err := config.Decode(&p.config, &config.DecodeOpts{}, raws...); err != nil {
		return err
	}
	if p.config.Command == "" {
		return errors.New("command must be set")
	}
	return nil
}

func (p *provisioner) Provision(ctx context.Context, ui packer.Ui, comm packer.Communicator, data map[string]interface{}) error {
	ui.Say("Provisioning")
	if p.config.Path != "" {
		content := ui.TrackProgress(p.config.Path, 0, int64(len(p.config.Content)),
			io.NopCloser(strings.NewReader(p.config.Content)))
		if err := comm.Upload(p.config.Path, content, nil); err != nil {
			return err
		}
		content.Close()
		var back bytes.Buffer
		if err := comm.Download(p.config.Path, &back); err != nil {
			return err
		}
		if back.String() != p.config.Content {
			return fmt.Errorf("another content came back: %d bytes", back.Len())
		}
	}
	cmd := &packer.RemoteCmd{Command: p.config.Command}
	if err := cmd.RunWithUi(ctx, comm, ui); err != nil {
		return err
	}
	if cmd.ExitStatus() != 0 {
		return fmt.Errorf("the command ended with %d", cmd.ExitStatus())
	}
	return nil
}

type postConfig struct {
	Suffix string `mapstructure:"suffix"`
}

type post struct{ config postConfig }

func (p *post) ConfigSpec() hcldec.ObjectSpec {
	return hcldec.ObjectSpec{"suffix": attribute("suffix", cty.String)}
}

func (p *post) Configure(raws ...interface{}) error {
	return config.Decode(&p.config, &config.DecodeOpts{}, raws...)
}

func (p *post) PostProcess(ctx context.Context, ui packer.Ui, from packer.Artifact) (packer.Artifact, bool, bool, error) {
	if p.config.Suffix == "" {
		return nil, false, false, errors.New("suffix must be set")
	}
	ui.Say("Working on " + from.Id() + " of " + from.BuilderId())
	var files []string
	for _, file := range from.Files() {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, false, false, err
		}
		if err := os.WriteFile(file+p.config.Suffix, content, 0o644); err != nil {
			return nil, false, false, err
		}
		files = append(files, file+p.config.Suffix)
	}
	return &artifact{id: from.Id() + p.config.Suffix, files: files}, true, false, nil
}

type imageConfig struct {
	Name   string   `mapstructure:"name"`
	Owners []string `mapstructure:"owners"`
}

type flatImage struct {
	Name   *string  `mapstructure:"name" cty:"name"`
	Owners []string `mapstructure:"owners" cty:"owners"`
}

func (*flatImage) HCL2Spec() map[string]hcldec.Spec { return new(image).ConfigSpec() }
func (*imageConfig) FlatMapstructure() interface{ HCL2Spec() map[string]hcldec.Spec } {
	return new(flatImage)
}

type image struct{ config imageConfig }

func (i *image) ConfigSpec() hcldec.ObjectSpec {
	return hcldec.ObjectSpec{
		"name":   attribute("name", cty.String),
		"owners": attribute("owners", cty.List(cty.String)),
	}
}

func (i *image) OutputSpec() hcldec.ObjectSpec {
	return hcldec.ObjectSpec{
		"id":   attribute("id", cty.String),
		"size": attribute("size", cty.Number),
		"tags": attribute("tags", cty.Map(cty.String)),
	}
}

func (i *image) Configure(raws ...interface{}) error {
	if err := config.Decode(&i.config, nil, raws...); err != nil {
		return err
	}
	if i.config.Name == "" {
		return errors.New("name must be set")
	}
	return nil
}

func (i *image) Execute() (cty.Value, error) {
	if i.config.Name == "missing" {
		return cty.NullVal(cty.EmptyObject), errors.New("no image is called missing")
	}
	return cty.ObjectVal(map[string]cty.Value{
		"id":   cty.StringVal("image-of-" + i.config.Name),
		"size": cty.NumberIntVal(int64(len(i.config.Owners))),
		"tags": cty.MapVal(map[string]cty.Value{"team": cty.StringVal("web")}),
	}), nil
}

func main() {
	set := plugin.NewSet()
	set.RegisterBuilder(plugin.DEFAULT_NAME, new(builder))
	set.RegisterProvisioner("run", new(provisioner))
	set.RegisterPostProcessor("copy", new(post))
	set.RegisterDatasource("image", new(image))
	set.SetVersion(version.NewPluginVersion("1.2.3", "", ""))
	if err := set.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
