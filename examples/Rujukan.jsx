// React: <Rujukan host="https://rujukan.example.go.id" site="bkpsdm" /> once, near the root of the application.
import { useEffect } from "react";

export function Rujukan({ host, site, ...options }) {
  useEffect(() => {
    if (window.Rujukan) return; // one widget a page, also when React mounts twice
    const script = document.createElement("script");
    script.src = `${host}/widget.js`;
    script.async = true;
    Object.assign(script.dataset, { site, ...options });
    document.body.append(script);
  }, [host, site]);
  return null;
}
