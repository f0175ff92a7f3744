import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks EU DSS about sealed files: `seal-judge.java ROOT.der [--crl FILE]... FILE...`. Prints a line a signature, its parts apart by tabs: file, format,
 * indication, whether digest and signature hold, and what else it objects to. The network is not used.
 */
class SealJudge {
  public static void main(String[] arguments) throws Exception {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[0])));
    List<DSSDocument> lists = new ArrayList<>();
    int next = 1;
    for (; arguments[next].equals("--crl"); next += 2) lists.add(new FileDocument(arguments[next + 1]));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setCrlSource(new ExternalResourcesCRLSource(lists.toArray(new DSSDocument[0])));
    for (; next < arguments.length; next++) judge(arguments[next], verifier);
  }

  private static void judge(String path, CommonCertificateVerifier verifier) {
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
    validator.setCertificateVerifier(verifier);
    Reports reports = validator.validateDocument();
    SimpleReport report = reports.getSimpleReport();
    for (String id : report.getSignatureIdList()) {
      SignatureWrapper signature = reports.getDiagnosticData().getSignatureById(id);
      String objections =
          report.getAdESValidationErrors(id).stream().map(each -> each.getValue()).collect(Collectors.joining(" "));
      System.out.println(
          String.join(
              "\t",
              path,
              report.getSignatureFormat(id).toString(),
              report.getIndication(id).toString(),
              signature.isSignatureIntact() && signature.isSignatureValid() ? "holds" : "broken",
              objections));
    }
  }
}
